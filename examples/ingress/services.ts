import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { GatewayWorkload, ServiceRef } from 'cdk8s-istio';
import type { Construct } from 'constructs';

/** Where the backends run. */
export const NAMESPACE = 'edge';

export const httpbin = backend('httpbin', 'http', 8000);
export const helloworld = backend('helloworld', 'http', 5000);
/** Ends TLS itself. */
export const nginx = backend('my-nginx', 'https', 443);
export const tcpEcho = backend('tcp-echo', 'tcp', 9000);
/** Speaks gRPC, and its port says so. */
export const greeter = backend('greeter', 'grpc', 50051);

/** The gateway of `istioctl install`. */
export const ingress = GatewayWorkload.istioctlIngress();

interface Program {
  readonly of: ServiceRef;
  readonly image: string;
  readonly targetPort: number;
  readonly args?: string[];
  readonly secret?: string;
}

const PROGRAMS: readonly Program[] = [
  { of: httpbin, image: 'docker.io/mccutchen/go-httpbin:v2.15.0', targetPort: 8080 },
  { of: helloworld, image: 'docker.io/istio/examples-helloworld-v1:1.0', targetPort: 5000 },
  { of: nginx, image: 'docker.io/library/nginx:1.27', targetPort: 443, secret: 'nginx-server-certs' },
  { of: tcpEcho, image: 'docker.io/istio/tcp-echo-server:1.3', targetPort: 9000, args: ['9000', 'one'] },
  { of: greeter, image: 'docker.io/grpc/java-example-hostname:1.66.0', targetPort: 50051, args: ['50051', 'greeter'] },
];

/** What the charts route to. */
export class Workloads extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new k8s.KubeNamespace(this, 'Namespace', {
      metadata: { name: NAMESPACE, labels: { 'istio-injection': 'enabled' } },
    });
    for (const program of PROGRAMS) this.add(program);
  }

  private add({ of, image, targetPort, args, secret }: Program): void {
    const { name } = of;
    const labels = { app: name, version: 'v1' };
    new k8s.KubeService(this, `${name}-service`, {
      metadata: { name, namespace: NAMESPACE, labels: { app: name } },
      spec: {
        selector: { app: name },
        ports: of.ports.map((one) => ({ ...one, targetPort: k8s.IntOrString.fromNumber(targetPort) })),
      },
    });
    const mounted =
      secret === undefined ? {} : { volumeMounts: [{ name: 'certs', mountPath: '/etc/nginx-server-certs' }] };
    const volumes = secret === undefined ? {} : { volumes: [{ name: 'certs', secret: { secretName: secret } }] };
    const container = { name, image, args, ports: [{ containerPort: targetPort }], ...mounted };
    new k8s.KubeDeployment(this, name, {
      metadata: { name: `${name}-v1`, namespace: NAMESPACE, labels },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [container], ...volumes } },
      },
    });
  }
}

function backend(name: string, protocol: string, port: number): ServiceRef {
  return ServiceRef.of(name, NAMESPACE, [{ name: protocol, port }]);
}
