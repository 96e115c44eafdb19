import { Chart } from 'cdk8s';
import { EgressGateway, EgressPort, EgressRoute } from 'cdk8s-istio';
import type { Construct } from 'constructs';
import { egress } from '../services';

/** HTTP and the application's own HTTPS both leave through the egress gateway. */
export class AllThroughTheGateway extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'chapter4' });
    const via = new EgressGateway(this, 'Egress', { workload: egress });
    new EgressRoute(this, 'Httpbin', {
      host: 'httpbin.org',
      ports: [EgressPort.http(80), EgressPort.tls(443)],
      via,
    });
  }
}
