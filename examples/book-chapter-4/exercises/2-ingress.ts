import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';

/** A second host, in another namespace, by an Ingress of its own. */
export class MockshopIngress extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'chapter4' });
    const ingressClass = new k8s.KubeIngressClass(this, 'Class', {
      metadata: { name: 'istio' },
      spec: { controller: 'istio.io/ingress-controller' },
    });
    new k8s.KubeIngress(this, 'Ingress', {
      spec: {
        ingressClassName: ingressClass.name,
        rules: [
          {
            host: 'mockshop.com',
            http: {
              paths: [
                { path: '/', pathType: 'Prefix', backend: { service: { name: 'envoydummy', port: { number: 80 } } } },
              ],
            },
          },
        ],
      },
    });
  }
}
