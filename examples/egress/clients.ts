import { App, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { join } from 'node:path';

/** A Deployment that does nothing, to run curl in. */
export interface Client {
  readonly name: string;
  /** Labels and annotations of its Pods, beside the name. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A namespace, with sidecars or without, and its clients. */
export class Clients extends Chart {
  constructor(scope: Construct, id: string, namespace: string, injected: boolean, clients: readonly Client[]) {
    super(scope, id, { namespace });
    new k8s.KubeNamespace(this, 'Namespace', {
      metadata: { name: namespace, ...(injected ? { labels: { 'istio-injection': 'enabled' } } : {}) },
    });
    for (const client of clients) this.add(client);
  }

  private add({ name, labels = {}, annotations }: Client): void {
    const app = { app: name };
    new k8s.KubeServiceAccount(this, `${name}-account`, { metadata: { name } });
    new k8s.KubeDeployment(this, name, {
      metadata: { name, labels: app },
      spec: {
        replicas: 1,
        selector: { matchLabels: app },
        template: {
          metadata: { labels: { ...app, ...labels }, ...(annotations ? { annotations: { ...annotations } } : {}) },
          spec: {
            serviceAccountName: name,
            containers: [{ name: 'curl', image: 'curlimages/curl:8.16.0', command: ['sleep', 'infinity'] }],
          },
        },
      },
    });
  }
}

/** Writes each step of a story into a folder of its own: a step replaces the one before on the cluster. */
export function story(name: string, steps: Readonly<Record<string, (app: App, id: string) => unknown>>): void {
  const outdir = process.env.CDK8S_OUTDIR ?? join('dist', name);
  for (const [id, make] of Object.entries(steps)) {
    const app = new App({ outdir: join(outdir, id) });
    make(app, id);
    app.synth();
  }
}
