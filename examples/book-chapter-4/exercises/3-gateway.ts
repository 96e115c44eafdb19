import { Chart } from 'cdk8s';
import { IngressGateway, IngressHost, RouteMatch, Target } from 'cdk8s-istio';
import type { Construct } from 'constructs';
import { envoydummy, frontEnd, ingress } from '../services';

/** Two hosts share one Gateway, each with its own routes. */
export class TwoHosts extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'chapter4' });
    const via = new IngressGateway(this, 'Gateway', { workload: ingress });
    const sockshop = new IngressHost(this, 'Sockshop', { hosts: ['sockshop.com'], via });
    sockshop.route(RouteMatch.all(), Target.service(frontEnd));
    const mockshop = new IngressHost(this, 'Mockshop', { hosts: ['mockshop.com'], via });
    mockshop.route(RouteMatch.all(), Target.service(envoydummy));
  }
}
