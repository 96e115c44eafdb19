import type { IConstruct } from 'constructs';
import { ConfigurationError } from '../errors';
import { isAtLeast, parseIstioVersion, type IstioVersion } from './istio-version';
import { checkDnsLabel } from './name';
import { parseHost } from './host';
import { type KnownResource } from './known-resource';

/** What a sidecar does with a destination that no Service or ServiceEntry declares. */
export enum OutboundTraffic {
  /** It lets it out. Istio's own default. */
  ALLOW_ANY = 'ALLOW_ANY',
  /** It blocks it. Not a security boundary by itself: a pod can go round its sidecar. */
  REGISTRY_ONLY = 'REGISTRY_ONLY',
}

/** Facts about the mesh that manifests depend on and that are not in the App. */
export interface MeshProps {
  /** DNS domain of the cluster. @default cluster.local */
  readonly clusterDomain?: string;
  /** Namespace whose Istio resources apply to the whole mesh. @default istio-system */
  readonly rootNamespace?: string;
  /** SPIFFE trust domain of workload identities. @default cluster.local */
  readonly trustDomain?: string;
  /**
   * Oldest Istio that the manifests must run on, `major.minor`. Something newer in use is an error.
   * @default - the version of the CRDs this library is built on, 1.31
   */
  readonly istioVersion?: string;
  /** The mesh-wide outboundTrafficPolicy. @default OutboundTraffic.ALLOW_ANY */
  readonly outboundTraffic?: OutboundTraffic;
  /**
   * Namespace of Services and constructs that name none.
   * @default - none: short host names are emitted with a warning, and what needs a full name is an error
   */
  readonly defaultNamespace?: string;
  /** Resources that exist in the cluster although they are not in this App. @default - none */
  readonly known?: readonly KnownResource[];
  /**
   * Namespaces of which this App holds every resource: what one of them lacks does not exist, and checks say so. The empty
   * text stands for cluster-scoped resources, such as Namespaces.
   * @default - none: an App is a part of its cluster
   */
  readonly complete?: readonly string[];
}

/** The settings of one App, with every default filled in. */
export interface MeshSettings {
  readonly clusterDomain: string;
  readonly rootNamespace: string;
  readonly trustDomain: string;
  readonly istioVersion: IstioVersion;
  readonly outboundTraffic: OutboundTraffic;
  readonly defaultNamespace?: string;
  readonly known: readonly KnownResource[];
  readonly complete: readonly string[];
}

interface Configured {
  readonly settings: MeshSettings;
  /** Path of the construct that read the settings first; from then on they are frozen. */
  firstReader?: string;
}

const KEY = Symbol.for('cdk8s-istio.Mesh');
const CRD_VERSION = '1.31';

/** The mesh that an App's manifests are for. */
export class Mesh {
  /**
   * Sets the mesh of an App. Call it once, before the first construct of this library.
   *
   * @throws ConfigurationError MeshAlreadyRead, when a construct has read other settings already
   */
  public static configure(app: IConstruct, props: MeshProps): void {
    const settings = resolve(app, props);
    const known = read(app);
    if (known && JSON.stringify(known.settings) !== JSON.stringify(settings)) {
      const by = known.firstReader === undefined ? 'configured' : `read by ${known.firstReader || 'the App'}`;
      throw new ConfigurationError('MeshAlreadyRead', {
        at: app,
        problem: `other mesh settings were ${by} before`,
        value: props,
      });
    }
    if (!known) write(app, { settings });
  }

  /** The settings of the App that a construct belongs to. The first read freezes them. */
  public static of(scope: IConstruct): MeshSettings {
    let configured = read(scope);
    if (!configured) {
      configured = { settings: resolve(scope, {}) };
      write(scope, configured);
    }
    configured.firstReader ??= scope.node.path;
    return configured.settings;
  }

  /**
   * The settings as they are, without freezing them: for readers at validation, such as checks.
   */
  public static peek(scope: IConstruct): MeshSettings {
    return read(scope)?.settings ?? resolve(scope, {});
  }

  /**
   * Refuses a feature that the oldest Istio of this mesh lacks.
   *
   * @throws ConfigurationError IstioVersionTooOld
   */
  public static requires(scope: IConstruct, feature: string, since: string): void {
    const { istioVersion } = Mesh.of(scope);
    if (isAtLeast(istioVersion, parseIstioVersion(since, scope))) return;
    const configured = `${istioVersion.major}.${istioVersion.minor}`;
    throw new ConfigurationError('IstioVersionTooOld', {
      at: scope,
      problem: `${feature} needs Istio ${since}, the mesh is configured for ${configured}`,
      value: configured,
    });
  }

  private constructor() {}
}

function resolve(at: IConstruct, props: MeshProps): MeshSettings {
  const { defaultNamespace, complete = [] } = props;
  if (defaultNamespace !== undefined) checkDnsLabel(defaultNamespace, at, 'defaultNamespace');
  for (const namespace of complete) if (namespace !== '') checkDnsLabel(namespace, at, 'complete');
  return {
    clusterDomain: parseHost(props.clusterDomain ?? 'cluster.local', at, { short: true }),
    rootNamespace: checkDnsLabel(props.rootNamespace ?? 'istio-system', at, 'rootNamespace'),
    trustDomain: parseHost(props.trustDomain ?? 'cluster.local', at, { short: true }),
    istioVersion: parseIstioVersion(props.istioVersion ?? CRD_VERSION, at),
    outboundTraffic: props.outboundTraffic ?? OutboundTraffic.ALLOW_ANY,
    ...(defaultNamespace === undefined ? {} : { defaultNamespace }),
    known: props.known ?? [],
    complete,
  };
}

// On the root under a symbol: node context is closed as soon as a chart exists.
type Rooted = { [KEY]?: Configured };

function read(scope: IConstruct): Configured | undefined {
  return (scope.node.root as unknown as Rooted)[KEY];
}

function write(scope: IConstruct, configured: Configured): void {
  Object.defineProperty(scope.node.root, KEY, { value: configured, enumerable: false });
}
