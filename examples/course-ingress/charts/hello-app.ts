import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { IngressClass, IngressHost, IngressMatch, RouteMatch, ServiceRef, Target } from 'cdk8s-istio';
import type { Construct } from 'constructs';
import { NAMESPACE } from './httpbin';

const PORT = 8080;
const PROGRAMS = [
  { name: 'web', image: 'gcr.io/google-samples/hello-app:1.0', nodePort: 30081 },
  { name: 'web2', image: 'gcr.io/google-samples/hello-app:2.0', nodePort: 30082 },
] as const;

const [web, web2] = PROGRAMS.map(({ name }) => ServiceRef.of(name, NAMESPACE, [{ name: 'http', port: PORT }])) as [
  ServiceRef,
  ServiceRef,
];

/** Two versions of a program, each with a Service at a port of every node. */
export class HelloApp extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: NAMESPACE });
    for (const { name, image, nodePort } of PROGRAMS) {
      const labels = { app: name, version: 'v1' };
      const containers = [{ name, image, ports: [{ containerPort: PORT }] }];
      new k8s.KubeDeployment(this, name, {
        metadata: { name, labels },
        spec: {
          replicas: 1,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers } },
        },
      });
      new k8s.KubeService(this, `${name}-service`, {
        metadata: { name, labels: { app: name } },
        spec: { type: 'NodePort', selector: { app: name }, ports: [{ name: 'http', port: PORT, nodePort }] },
      });
    }
  }
}

/** One host for both, by path. */
export class HelloIngress extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: NAMESPACE });
    const via = new IngressClass(this, 'Class', { name: 'istio' });
    const hello = new IngressHost(this, 'Hello', { hosts: ['hello-world.example'], via });
    hello.route(RouteMatch.all(), Target.service(web));
    hello.route(IngressMatch.elements('/v2'), Target.service(web2));
  }
}

/** Every host, by the annotation that came before classes. */
export class HelloAnyHost extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: NAMESPACE });
    const via = IngressClass.byAnnotation('istio');
    const hello = new IngressHost(this, 'Hello', { hosts: ['*'], allowAnyHost: true, via });
    hello.route(RouteMatch.all(), Target.service(web));
  }
}
