import { Chart } from 'cdk8s';
import { CanaryRoute, IngressGateway, IngressHost, RouteMatch, Version } from 'cdk8s-istio';
import type { Construct } from 'constructs';
import { envoydummy, ingress } from '../services';

/** 10 % of the requests stay with v1, 90 % go to v2: at the edge and, unlike in the book, inside the mesh too. */
export class Canary extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'chapter4' });
    const via = new IngressGateway(this, 'Gateway', { workload: ingress });
    const canary = new CanaryRoute(this, 'Envoydummy', {
      service: envoydummy,
      stable: Version.label('v1'),
      canary: Version.label('v2'),
      weight: 90,
    });
    const mockshop = new IngressHost(this, 'Mockshop', { hosts: ['mockshop.com'], via });
    mockshop.route(RouteMatch.all(), canary);
  }
}
