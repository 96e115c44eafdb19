import { type App, Chart, Testing } from 'cdk8s';
import { NAMESPACE, type Scenario } from '../../examples/egress/mesh';
import { scenarios } from '../../examples/egress/scenarios';
import { trace, type Trace, type TraceRequest } from '../../lib/simulation';
import { apiObjectsOf, type Resource, Snapshot, snapshotFromYaml, snapshotOf } from '../../lib/snapshot';

export interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly annotations?: object };
  // Tests read into manifests of every kind.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly spec: any;
}

export const EGRESS = 'istio-egressgateway.istio-system.svc.cluster.local';
export const GATEWAY = 'istio-system/istio-egressgateway';

/** The gateway as istioctl installs it, with the ports that some scenarios add to its Service. */
const INSTALLED = snapshotFromYaml(`
apiVersion: v1
kind: Service
metadata: { name: istio-egressgateway, namespace: istio-system }
spec:
  clusterIP: 10.96.0.50
  selector: { app: istio-egressgateway, istio: egressgateway }
  ports:
    - { name: http2, port: 80, targetPort: 8080 }
    - { name: https, port: 443, targetPort: 8443 }
    - { name: tcp-7777, port: 7777, targetPort: 7777 }
    - { name: tcp-9000, port: 9000, targetPort: 9000 }
`).resources;

/** What an App synthesises, as tests look at it. */
export class Scene {
  /** A scenario of examples/egress. */
  public static of(id: string): Scene {
    const scenario = scenarios[id];
    if (!scenario) throw new Error(`no scenario ${id}`);
    return Scene.from(scenario, id);
  }

  public static from(add: Scenario, id = 'chart'): Scene {
    const app = Testing.app();
    add(new Chart(app, id, { namespace: NAMESPACE }));
    return new Scene(app);
  }

  public readonly manifests: readonly Manifest[];
  private readonly snapshot: Snapshot;

  private constructor(app: App) {
    const problems = app.node.findAll().flatMap((construct) => construct.node.validate());
    if (problems.length > 0) throw new Error(problems.join('\n'));
    this.manifests = apiObjectsOf(app).map((object) => object.toJson() as Manifest);
    const given = snapshotOf(app);
    const all: Resource[] = [...given.resources, ...INSTALLED];
    this.snapshot = new Snapshot(all, given.meshConfig, { clusterDomain: given.clusterDomain });
  }

  public all(kind: string): readonly Manifest[] {
    return this.manifests.filter((one) => one.kind === kind);
  }

  /** The only object of a kind. */
  public only(kind: string): Manifest {
    const found = this.all(kind);
    if (found.length !== 1) throw new Error(`${found.length} objects of kind ${kind}`);
    return found[0] as Manifest;
  }

  /** The DestinationRule for a host in a namespace. */
  public rule(host: string, namespace?: string): Manifest | undefined {
    return this.all('DestinationRule').find(
      (one) => one.spec.host === host && (namespace === undefined || one.metadata.namespace === namespace),
    );
  }

  /** Where a request of a client goes. */
  public trace(url: string, request: Partial<TraceRequest> = {}): Trace {
    return trace(this.snapshot, { from: `${NAMESPACE}/client`, labels: { app: 'client' }, url, ...request });
  }

  /** The clusters that proxies choose on the way, and where it ends. */
  public way(url: string, request: Partial<TraceRequest> = {}): readonly string[] {
    const { hops, end } = this.trace(url, request);
    const last =
      end.kind === 'reached'
        ? `${end.host}:${end.port} ${end.tls}${end.sni === undefined ? '' : ` ${end.sni}`}`
        : `${end.kind}${end.status === undefined ? '' : ` ${end.status}`}${end.field === undefined ? '' : ` ${end.field}`}`;
    return [...hops.map((hop) => hop.cluster ?? hop.kind), last];
  }
}
