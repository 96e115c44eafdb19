import { SharedGateway } from '../gateway';

/**
 * The Gateway at the edge that any number of IngressHosts share.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/ingress-control/
 */
export class IngressGateway extends SharedGateway {}
