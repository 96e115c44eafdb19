import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';

/** The shop by a Kubernetes Ingress. */
export class SockshopIngress extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'sock-shop' });
    const ingressClass = new k8s.KubeIngressClass(this, 'Class', {
      metadata: { name: 'istio' },
      spec: { controller: 'istio.io/ingress-controller' },
    });
    new k8s.KubeIngress(this, 'Ingress', {
      spec: {
        ingressClassName: ingressClass.name,
        rules: [
          {
            host: 'sockshop.com',
            http: {
              paths: [
                { path: '/', pathType: 'Prefix', backend: { service: { name: 'front-end', port: { number: 80 } } } },
              ],
            },
          },
        ],
      },
    });
  }
}
