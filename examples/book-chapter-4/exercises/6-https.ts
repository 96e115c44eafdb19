import { Chart } from 'cdk8s';
import { Credential, IngressGateway, IngressHost, PlainHttp, RouteMatch, ServerTls, Target } from 'cdk8s-istio';
import type { Construct } from 'constructs';
import { frontEnd, ingress } from '../services';

/** The shop by HTTPS only; its certificate is in the Secret `sockshop-credential` beside the gateway. */
export class Https extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'chapter4' });
    const via = new IngressGateway(this, 'Gateway', { workload: ingress });
    const sockshop = new IngressHost(this, 'Sockshop', {
      hosts: ['sockshop.com'],
      via,
      tls: ServerTls.simple(Credential.secret('sockshop-credential')),
      plainHttp: PlainHttp.CLOSED,
    });
    sockshop.route(RouteMatch.all(), Target.service(frontEnd));
  }
}
