import { Chart } from 'cdk8s';
import { IngressGateway, IngressHost, Mirror, MirrorRoute, RouteMatch, Version } from 'cdk8s-istio';
import type { Construct } from 'constructs';
import { envoydummy, ingress, nginxdummy } from '../services';

/** envoydummy v1 answers, nginxdummy gets a copy of every request. */
export class Mirroring extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'chapter4' });
    const via = new IngressGateway(this, 'Gateway', { workload: ingress });
    const mirrored = new MirrorRoute(this, 'Envoydummy', {
      service: envoydummy,
      live: Version.label('v1'),
      mirrors: [Mirror.toService(nginxdummy, 100)],
    });
    const mockshop = new IngressHost(this, 'Mockshop', { hosts: ['mockshop.com'], via });
    mockshop.route(RouteMatch.all(), mirrored);
  }
}
