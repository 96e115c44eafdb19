import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { ServiceRef, Version } from 'cdk8s-istio';
import {
  ServiceEntry,
  ServiceEntrySpecLocation,
  ServiceEntrySpecResolution,
} from 'cdk8s-istio/imports/networking.istio.io';
import type { Construct } from 'constructs';

const NAMESPACE = 'mirror';
const STAGING = 'staging';

export const httpbin = ServiceRef.of('httpbin', NAMESPACE, [{ name: 'http', port: 8000 }]);
export const shadow = ServiceRef.of('httpbin', STAGING, [{ name: 'http', port: 8000 }]);
export const v1 = Version.label('v1');
export const v2 = Version.label('v2');

/** Declares a host outside the cluster. */
export function collector(scope: Construct): void {
  new ServiceEntry(scope, 'Collector', {
    metadata: { name: 'collector', namespace: NAMESPACE },
    spec: {
      hosts: ['collector.example.com'],
      location: ServiceEntrySpecLocation.MESH_UNDERSCORE_EXTERNAL,
      resolution: ServiceEntrySpecResolution.DNS,
      ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
    },
  });
}

/** Two versions of httpbin, and one more in another namespace. */
export class Workloads extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    for (const namespace of [NAMESPACE, STAGING]) {
      new k8s.KubeNamespace(this, namespace, {
        metadata: { name: namespace, labels: { 'istio-injection': 'enabled' } },
      });
      new k8s.KubeService(this, `${namespace}-service`, {
        metadata: { name: 'httpbin', namespace },
        spec: {
          selector: { app: 'httpbin' },
          ports: [{ name: 'http', port: 8000, targetPort: k8s.IntOrString.fromNumber(8080) }],
        },
      });
    }
    this.httpbin(NAMESPACE, 'v1');
    this.httpbin(NAMESPACE, 'v2');
    this.httpbin(STAGING, 'v1');
  }

  private httpbin(namespace: string, version: string): void {
    const name = `httpbin-${version}`;
    const labels = { app: 'httpbin', version };
    const container = {
      name: 'httpbin',
      image: 'docker.io/mccutchen/go-httpbin:v2.15.0',
      ports: [{ containerPort: 8080 }],
    };
    new k8s.KubeDeployment(this, `${namespace}-${name}`, {
      metadata: { name, namespace, labels },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [container] } },
      },
    });
  }
}
