import { Chart } from 'cdk8s';
import { Credential, IngressGateway, IngressHost, PlainHttp, RouteMatch, ServerTls, Target } from 'cdk8s-istio';
import type { Construct } from 'constructs';
import { frontEnd, ingress } from '../services';

/** As exercise 6, and plain HTTP is sent to HTTPS. */
export class RedirectToHttps extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'chapter4' });
    const via = new IngressGateway(this, 'Gateway', { workload: ingress });
    const sockshop = new IngressHost(this, 'Sockshop', {
      hosts: ['sockshop.com'],
      via,
      tls: ServerTls.simple(Credential.secret('sockshop-credential')),
      plainHttp: PlainHttp.REDIRECT,
    });
    sockshop.route(RouteMatch.all(), Target.service(frontEnd));
  }
}
