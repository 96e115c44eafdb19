import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';

/** What the chapter routes to besides the Sock Shop: two versions of an Envoy with a fixed answer, an nginx, and a client. */
export class Dummies extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'chapter4' });
    new k8s.KubeNamespace(this, 'Namespace', {
      metadata: { name: 'chapter4', labels: { 'istio-injection': 'enabled' } },
    });
    this.envoy('v1', 'envoydummy', 'envoy-dummy');
    this.envoy('v2', 'envoydummy-2', 'envoy-dummy-2');
    this.service('envoydummy', 10000);
    this.deployment(
      'nginxdummy',
      { name: 'nginxdummy', version: 'v1' },
      { name: 'nginx', image: 'nginx', ports: [{ containerPort: 80 }] },
    );
    this.service('nginxdummy', 80);
    new k8s.KubePod(this, 'curl', {
      metadata: { name: 'curl', labels: { run: 'curl' } },
      spec: { containers: [{ name: 'curl', image: 'curlimages/curl', command: ['sleep', 'infinity'] }] },
    });
  }

  /** One version of envoydummy. Both carry the label that the Service selects by, and a version that subsets select by. */
  private envoy(version: string, name: string, config: string): void {
    new k8s.KubeConfigMap(this, `${name}-config`, {
      metadata: { name: config },
      data: { 'envoy.yaml': answering(`${version.toUpperCase()}: hello from ${name}`) },
    });
    const container = {
      name: 'envoyproxy',
      image: 'envoyproxy/envoy:v1.22.2',
      args: ['-c', '/etc/dummy/envoy.yaml'],
      ports: [{ containerPort: 10000 }],
      volumeMounts: [{ mountPath: '/etc/dummy', name: 'config' }],
    };
    this.deployment(name, { name: 'envoydummy', version }, container, [
      { name: 'config', configMap: { name: config } },
    ]);
  }

  private deployment(
    name: string,
    labels: Record<string, string>,
    container: k8s.Container,
    volumes?: k8s.Volume[],
  ): void {
    new k8s.KubeDeployment(this, name, {
      metadata: { name, labels },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [container], volumes } },
      },
    });
  }

  private service(name: string, targetPort: number): void {
    new k8s.KubeService(this, `${name}-service`, {
      metadata: { name, labels: { name } },
      spec: {
        selector: { name },
        ports: [{ name: 'http', port: 80, targetPort: k8s.IntOrString.fromNumber(targetPort) }],
      },
    });
  }
}

/** Bootstrap of an Envoy that answers every request with one text. */
function answering(text: string): string {
  return `static_resources:
  listeners:
    - name: http
      address:
        socket_address: { address: 0.0.0.0, port_value: 10000 }
      filter_chains:
        - filters:
            - name: envoy.filters.network.http_connection_manager
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                stat_prefix: dummy
                http_filters:
                  - name: envoy.filters.http.router
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
                route_config:
                  virtual_hosts:
                    - name: dummy
                      domains: ["*"]
                      routes:
                        - match: { prefix: "/" }
                          direct_response:
                            status: 200
                            body: { inline_string: "${text}\\n" }
`;
}
