import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import {
  GatewayWorkload,
  IngressClass,
  IngressGateway,
  IngressHost,
  IngressMatch,
  type IIngressVia,
  RouteMatch,
  ServiceRef,
  Target,
} from 'cdk8s-istio';
import type { Construct } from 'constructs';

/** Where all of it runs. */
export const NAMESPACE = 'course';

const httpbin = ServiceRef.of('httpbin', NAMESPACE, [{ name: 'http', port: 8000 }]);

/** The namespace, and a program that answers with the status it is asked for. */
export class Httpbin extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new k8s.KubeNamespace(this, 'Namespace', {
      metadata: { name: NAMESPACE, labels: { 'istio-injection': 'enabled' } },
    });
    const labels = { app: 'httpbin', version: 'v1' };
    const container = {
      name: 'httpbin',
      image: 'docker.io/mccutchen/go-httpbin:v2.15.0',
      ports: [{ containerPort: 8080 }],
    };
    new k8s.KubeDeployment(this, 'Deployment', {
      metadata: { name: 'httpbin', namespace: NAMESPACE, labels },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [container] } },
      },
    });
    new k8s.KubeService(this, 'Service', {
      metadata: { name: 'httpbin', namespace: NAMESPACE, labels: { app: 'httpbin' } },
      spec: {
        selector: { app: 'httpbin' },
        ports: [{ name: 'http', port: 8000, targetPort: k8s.IntOrString.fromNumber(8080) }],
      },
    });
  }
}

/** `/status` and what is below it, by Kubernetes' Ingress. */
export class StatusByIngress extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: NAMESPACE });
    status(this, new IngressClass(this, 'Class', { name: 'istio' }), 'httpbin.example.com');
  }
}

/** The same by Istio's Gateway: only `via` differs. */
export class StatusByGateway extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: NAMESPACE });
    const via = new IngressGateway(this, 'Gateway', { workload: GatewayWorkload.istioctlIngress() });
    const host = status(this, via, 'httpbin.example.com');
    host.route(RouteMatch.prefix('/delay/'), Target.service(httpbin));
  }
}

function status(scope: Construct, via: IIngressVia, name: string): IngressHost {
  const host = new IngressHost(scope, 'Httpbin', { hosts: [name], via });
  host.route(IngressMatch.elements('/status'), Target.service(httpbin));
  return host;
}
