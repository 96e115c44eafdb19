import { Chart } from 'cdk8s';
import { IngressClass, IngressHost, RouteMatch, Target } from 'cdk8s-istio';
import type { Construct } from 'constructs';
import { envoydummy, ingress } from '../services';

/** A second host, in another namespace, by an Ingress of its own. */
export class MockshopIngress extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'chapter4' });
    const via = new IngressClass(this, 'Class', { name: 'istio', workload: ingress });
    const mockshop = new IngressHost(this, 'Ingress', { hosts: ['mockshop.com'], via });
    mockshop.route(RouteMatch.all(), Target.service(envoydummy));
  }
}
