import { checkDnsLabel, type GatewayWorkload } from '../../mesh';
import type { IEgressGateway } from './reference';

/** A Gateway that another App emits. */
export interface ExistingEgressGatewayProps {
  /** The Pods that serve it. */
  readonly workload: GatewayWorkload;
  /** Name of the Gateway. */
  readonly name: string;
  /** Namespace of the Gateway. @default - the workload's */
  readonly namespace?: string;
  /** As its owner has it; see EgressGatewayProps. @default false */
  readonly plainHttpHop?: boolean;
}

/** What routes have to know about an egress gateway of another App. */
export class ExistingEgressGateway implements IEgressGateway {
  public readonly workload: GatewayWorkload;
  public readonly reference: string;
  public readonly plainHttpHop: boolean;
  public readonly isOwned = false;

  constructor(props: ExistingEgressGatewayProps) {
    const at = 'EgressGateway.existing';
    const namespace = checkDnsLabel(props.namespace ?? props.workload.namespace, at, 'namespace');
    this.workload = props.workload;
    this.reference = `${namespace}/${checkDnsLabel(props.name, at)}`;
    this.plainHttpHop = props.plainHttpHop ?? false;
  }

  /** Its owner does, by `EgressGateway.admit` with the same contract. */
  public accept(): void {
    // Nothing of this App is in the gateway's namespace.
  }
}
