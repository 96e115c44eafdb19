import { Chart } from 'cdk8s';
import { IngressClass, IngressHost, RouteMatch, Target } from 'cdk8s-istio';
import type { Construct } from 'constructs';
import { frontEnd, ingress } from '../services';

/** The shop by a Kubernetes Ingress. */
export class SockshopIngress extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'sock-shop' });
    const via = new IngressClass(this, 'Class', { name: 'istio', workload: ingress });
    const sockshop = new IngressHost(this, 'Ingress', { hosts: ['sockshop.com'], via });
    sockshop.route(RouteMatch.all(), Target.service(frontEnd));
  }
}
