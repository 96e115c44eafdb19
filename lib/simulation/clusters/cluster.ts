import { isWildcard } from '../../mesh/host';
import type { Fields } from '../../snapshot';
import { isRecord, record, selects, text } from '../model/fields';
import type { MeshSettings } from '../model/mesh-settings';
import { sniName } from '../model/names';
import type { Workload } from '../model/workload';
import { portNumbered, type Endpoint, type MeshService, type ServicePort } from '../registry/service';
import type { ServiceRegistry } from '../registry/service-registry';
import type { DestinationRule, Subset } from '../rules/destination-rule';
import { portPolicy, subsetPolicy } from '../rules/traffic-policy';
import type { Scope } from '../scope/scope';
import type { PeerAuthentications } from '../security/peer-authentication';

/** Where a proxy sends to, and how it speaks to it. */
export interface Cluster {
  readonly name: string;
  readonly service: MeshService;
  readonly port: ServicePort;
  readonly subset: string;
  readonly destinationRule: DestinationRule | undefined;
  readonly tls: UpstreamTls | undefined;
  readonly endpoints: readonly Endpoint[];
  /** Whether the connection goes to the address that the client dialled. */
  readonly passthrough: boolean;
  /** A tunnel that the rule asks for. */
  readonly tunnel: boolean;
}

/** The TLS that a proxy starts. */
export interface UpstreamTls {
  readonly mode: 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';
  /** Server name; undefined takes the Host header's. */
  readonly sni: string | undefined;
  readonly clientCertificate: boolean;
  readonly credential: string;
  readonly subjectAltNames: readonly string[];
  /** Whether the proxy chose it by itself. */
  readonly automatic: boolean;
}

/** The clusters of one proxy, looked up by name. */
export class Clusters {
  private readonly known = new Map<string, Cluster | undefined>();

  constructor(
    private readonly scope: Scope,
    private readonly workload: Workload,
    private readonly settings: MeshSettings,
    private readonly registry: ServiceRegistry,
    private readonly peers: PeerAuthentications,
  ) {}

  /** A cluster, or undefined where the proxy has none of that name. */
  public find(name: string): Cluster | undefined {
    if (this.known.has(name)) return this.known.get(name);
    const cluster = this.build(name);
    this.known.set(name, cluster);
    return cluster;
  }

  private build(name: string): Cluster | undefined {
    const dnat = name.startsWith('outbound_.');
    const parts = dnat ? /^outbound_\.(\d+)_\.(.*?)_\.(.*)$/.exec(name) : /^outbound\|(\d+)\|([^|]*)\|(.*)$/.exec(name);
    const service = parts ? this.scope.services.get(parts[3] ?? '') : undefined;
    if (!parts || !service || service.resolution === 'alias') return undefined;
    const port = portNumbered(service, Number(parts[1]));
    if (!port || port.protocol === 'UDP') return undefined;
    const subsetName = parts[2] ?? '';
    const rule = this.scope.destinationRule(service.host, this.workload);
    const subset = subsetName === '' ? undefined : rule?.subsets.find((one) => one.name === subsetName);
    if (subsetName !== '' && !subset) return undefined;
    const dynamic = isWildcard(service.host) && service.resolution === 'dynamic-dns';
    if (dynamic && (subset || !DYNAMIC.has(port.protocol))) return undefined;
    const endpoints = this.endpoints(service, subset);
    if ((service.resolution === 'dns' || service.resolution === 'dns-round-robin') && endpoints.length === 0)
      return undefined;
    const policy = subset
      ? subsetPolicy(rule?.trafficPolicy, subset.trafficPolicy, port.port)
      : portPolicy(rule?.trafficPolicy, port.port).policy;
    return {
      name,
      service,
      port,
      subset: subsetName,
      destinationRule: rule,
      tls: dnat ? undefined : this.upstreamTls(service, port, subset, rule, policy, endpoints, dynamic),
      endpoints,
      passthrough: this.workload.type === 'sidecar' && service.resolution === 'none',
      tunnel: isRecord(policy?.['tunnel']),
    };
  }

  private endpoints(service: MeshService, subset: Subset | undefined): readonly Endpoint[] {
    const all = this.registry.endpoints.of(service);
    return subset ? all.filter(({ labels }) => selects(subset.labels, labels)) : all;
  }

  private upstreamTls(
    service: MeshService,
    port: ServicePort,
    subset: Subset | undefined,
    rule: DestinationRule | undefined,
    policy: Fields | undefined,
    endpoints: readonly Endpoint[],
    dynamic: boolean,
  ): UpstreamTls | undefined {
    const given = policy?.['tls'];
    const defaultSni = dynamic ? undefined : sniName(service.host, port.port, subset?.name);
    if (isRecord(given))
      return userTls(given, defaultSni, this.workload.type === 'sidecar' && rule?.selector === undefined);
    if (service.external || !this.settings.autoMtls) return undefined;
    const original = this.workload.type === 'sidecar' && service.resolution === 'none';
    const loadBalancer = record(record(subset ? subset.trafficPolicy : rule?.trafficPolicy)['loadBalancer']);
    if (service.resolution === 'none' || text(loadBalancer['simple']) === 'PASSTHROUGH') {
      const all = this.registry.endpoints.of(service);
      if (all.length === 0 || all.some(({ mtls }) => !mtls)) return undefined;
    }
    if (this.peers.ofNamespace(service.namespace) === 'DISABLE') return undefined;
    if (!original && !endpoints.some(({ mtls }) => mtls)) return undefined;
    return {
      mode: 'ISTIO_MUTUAL',
      sni: defaultSni,
      clientCertificate: true,
      credential: 'default',
      subjectAltNames: [],
      automatic: true,
    };
  }
}

const DYNAMIC = new Set(['HTTP', 'TLS', 'GRPC', 'HTTP2']);

/**
 * The TLS that a DestinationRule asks for.
 *
 * @param ordinarySidecar a sidecar gets no credential by name, unless the rule selects it
 */
function userTls(tls: Fields, defaultSni: string | undefined, ordinarySidecar: boolean): UpstreamTls | undefined {
  const mode = text(tls['mode']) || 'DISABLE';
  const sni = text(tls['sni']) || undefined;
  const credential = text(tls['credentialName']);
  const names = Array.isArray(tls['subjectAltNames']) ? tls['subjectAltNames'].map(text) : [];
  const common = { credential, subjectAltNames: names, automatic: false };
  if (mode === 'ISTIO_MUTUAL') {
    return { ...common, mode, sni: sni ?? defaultSni, clientCertificate: true, credential: 'default' };
  }
  if (mode !== 'SIMPLE' && mode !== 'MUTUAL') return undefined;
  if (credential !== '' && !credential.startsWith('configmap://') && ordinarySidecar) return undefined;
  if (
    mode === 'MUTUAL' &&
    credential === '' &&
    (text(tls['clientCertificate']) === '' || text(tls['privateKey']) === '')
  ) {
    return undefined;
  }
  return { ...common, mode, sni, clientCertificate: mode === 'MUTUAL' };
}
