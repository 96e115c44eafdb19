import { type App, Chart, Testing } from 'cdk8s';
import { GatewayWorkload, IngressGateway, type IngressGatewayProps, ServiceRef } from '../../lib';
import { snapshotFromYaml, type Snapshot } from '../../lib/snapshot';

/** A manifest, as far as tests look into it. */
export interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly annotations?: object };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into specs of many kinds
  readonly spec: any;
}

export const web = ServiceRef.of('web', 'shop', [{ name: 'http', port: 80 }]);
export const api = ServiceRef.of('api', 'shop', [{ name: 'http', port: 8080 }]);

/** An App with one chart and one gateway. */
export class Edge {
  public readonly app = Testing.app();
  public readonly chart = new Chart(this.app, 'shop', { namespace: 'shop' });
  public readonly via: IngressGateway;

  constructor(props: Partial<IngressGatewayProps> = {}) {
    this.via = new IngressGateway(this.chart, 'Edge', { workload: GatewayWorkload.istioctlIngress(), ...props });
  }

  /** What would be applied. */
  public manifests(kind?: string): Manifest[] {
    const all = Testing.synth(this.chart) as Manifest[];
    return kind === undefined ? all : all.filter((one) => one.kind === kind);
  }

  /** What the validations of the App say. */
  public problems(): string[] {
    return problemsOf(this.app);
  }

  public snapshot(...more: string[]): Snapshot {
    return snapshotFromYaml([...this.manifests().map((one) => JSON.stringify(one)), ...more].join('\n---\n'));
  }
}

/** What the validations of an App say. */
export function problemsOf(app: App): string[] {
  return app.node.findAll().flatMap((one) => one.node.validate());
}
