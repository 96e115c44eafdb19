import { Chart } from 'cdk8s';
import { EgressPort, EgressRoute, IngressGateway, IngressHost, Rewrite, RouteMatch, Target } from 'cdk8s-istio';
import type { Construct } from 'constructs';
import { envoydummy, ingress } from '../services';

/** One path of a host is served by the cluster, another one by a server outside of it. */
export class ExternalHost extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'chapter4' });
    const via = new IngressGateway(this, 'Gateway', { workload: ingress });
    new EgressRoute(this, 'Httpbin', { host: 'httpbin.org', ports: [EgressPort.http(80)] });
    const mockshop = new IngressHost(this, 'Mockshop', { hosts: ['mockshop.com'], via });
    mockshop.route(RouteMatch.prefix('/ping'), Target.service(envoydummy));
    mockshop.route(RouteMatch.prefix('/get'), Target.host('httpbin.org', 80), {
      rewrite: Rewrite.of({ authority: 'httpbin.org' }),
    });
  }
}
