import { Chart } from 'cdk8s';
import { Credential, IngressGateway, IngressHost, PlainHttp, RouteMatch, ServerTls, Target } from 'cdk8s-istio';
import type { Construct } from 'constructs';
import { envoydummy, frontEnd, ingress } from '../services';

/** Two hosts on one port, each with its own certificate: the client's SNI decides. */
export class TwoCertificates extends Chart {
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
    const mockshop = new IngressHost(this, 'Mockshop', {
      hosts: ['mockshop.com'],
      via,
      tls: ServerTls.simple(Credential.secret('mockshop-credential')),
      plainHttp: PlainHttp.CLOSED,
    });
    mockshop.route(RouteMatch.all(), Target.service(envoydummy));
  }
}
