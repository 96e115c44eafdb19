import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { ServiceRef, Version } from 'cdk8s-istio';
import type { Construct } from 'constructs';

/** Where the examples of routing run. */
export const NAMESPACE = 'bookinfo';

/** Istio's sample application, one name for each of its Services. */
export const productpage = bookinfo('productpage');
export const details = bookinfo('details');
export const reviews = bookinfo('reviews');
export const ratings = bookinfo('ratings');

/** A TCP server that puts a word before what it is sent: "one" is v1, "two" is v2. */
export const tcpEcho = ServiceRef.of('tcp-echo', NAMESPACE, [{ name: 'tcp', port: 9000 }]);

export const v1 = Version.label('v1');
export const v2 = Version.label('v2');
export const v3 = Version.label('v3');

function bookinfo(name: string): ServiceRef {
  return ServiceRef.of(name, NAMESPACE, [{ name: 'http', port: 9080 }]);
}

const BOOKINFO = 'docker.io/istio/examples-bookinfo';
const BOOKINFO_TAG = '1.20.3';
const ECHO = 'docker.io/istio/tcp-echo-server:1.3';

/**
 * The workloads that the charts route to. A Service selects by `app` alone, so that all versions are behind it; the label
 * `version` tells them apart.
 */
export class Workloads extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new k8s.KubeNamespace(this, 'Namespace', {
      metadata: { name: NAMESPACE, labels: { 'istio-injection': 'enabled' } },
    });
    for (const [service, versions] of [
      [productpage, ['v1']],
      [details, ['v1']],
      [reviews, ['v1', 'v2', 'v3']],
      [ratings, ['v1']],
    ] as const) {
      this.service(service);
      for (const version of versions) {
        this.deployment(service, version, `${BOOKINFO}-${service.name}-${version}:${BOOKINFO_TAG}`);
      }
    }
    this.service(tcpEcho);
    for (const [version, word] of [
      ['v1', 'one'],
      ['v2', 'two'],
    ] as const) {
      this.deployment(tcpEcho, version, ECHO, ['9000', word]);
      this.service(reviewsOf(version), { app: 'reviews', version });
    }
  }

  private service(of: ServiceRef, selector: Record<string, string> = { app: of.name }): void {
    new k8s.KubeService(this, `${of.name}-service`, {
      metadata: { name: of.name, namespace: NAMESPACE, labels: { app: of.name } },
      spec: { selector, ports: of.ports.map(({ name, port }) => ({ name, port })) },
    });
  }

  private deployment(of: ServiceRef, version: string, image: string, args?: string[]): void {
    const labels = { app: of.name, version };
    const name = `${of.name}-${version}`;
    const ports = of.ports.map(({ port }) => ({ containerPort: port }));
    new k8s.KubeDeployment(this, name, {
      metadata: { name, namespace: NAMESPACE, labels },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: of.name, image, args, ports }] } },
      },
    });
  }
}

/** The Service of one version of reviews alone. */
export function reviewsOf(version: string): ServiceRef {
  return ServiceRef.of(`reviews-${version}`, NAMESPACE, [{ name: 'http', port: 9080 }]);
}
