import type { Snapshot } from '../snapshot';
import { Clusters } from './clusters/cluster';
import { GatewayListeners } from './listeners/gateway-listeners';
import { InboundListeners } from './listeners/inbound';
import { OutboundListeners } from './listeners/outbound';
import { serviceTargets } from './listeners/service-targets';
import { boundGateways } from './listeners/bound-gateways';
import { byAge, configOf, type Config } from './model/config';
import { meshSettings, type MeshSettings } from './model/mesh-settings';
import type { Workload } from './model/workload';
import type { Proxy } from './proxy/proxy';
import { unmodelledBackend, unmodelledPatch } from './proxy/unmodelled';
import { ServiceRegistry } from './registry/service-registry';
import { DestinationRuleIndex } from './rules/destination-rule';
import { VirtualServiceIndex } from './rules/virtual-service-index';
import { Scope, SidecarIndex } from './scope/scope';
import { PeerAuthentications } from './security/peer-authentication';
import { policiesFor } from './security/policy-scope';
import { ingressConfigs } from './convert/ingress';
import { convertListeners } from './convert/gateway-api/listeners';
import { convertRoutes } from './convert/gateway-api/routes';
import { validGateway } from './listeners/server';

/** The mesh that a snapshot describes: indexes made once, proxies made when they are first asked for. */
export class MeshModel {
  public readonly settings: MeshSettings;
  public readonly registry: ServiceRegistry;
  public readonly rules: VirtualServiceIndex;
  public readonly gateways: readonly Config[];
  private readonly destinationRules: DestinationRuleIndex;
  private readonly sidecars: SidecarIndex;
  private readonly peers: PeerAuthentications;
  private readonly scopes = new Map<string, Scope>();
  private readonly proxies = new Map<Workload, Proxy>();

  constructor(
    private readonly snapshot: Snapshot,
    public readonly workloads: readonly Workload[],
  ) {
    this.settings = meshSettings(snapshot.meshConfig, snapshot.clusterDomain);
    const derived = ingressConfigs(snapshot, this.settings);
    this.registry = new ServiceRegistry(snapshot, this.settings, workloads);
    const { clusterDomain } = this.settings;
    const listeners = convertListeners(snapshot, clusterDomain);
    const routes = convertRoutes(snapshot, listeners.parents, this.registry, clusterDomain);
    this.rules = new VirtualServiceIndex(snapshot, [...derived.virtualServices, ...routes], this.settings);
    this.gateways = [
      ...snapshot.ofKind('networking.istio.io/Gateway').map(configOf),
      ...derived.gateways,
      ...listeners.gateways,
    ]
      .filter(validGateway)
      .sort(byAge);
    this.destinationRules = new DestinationRuleIndex(snapshot, this.settings);
    this.sidecars = new SidecarIndex(snapshot, this.settings);
    this.peers = new PeerAuthentications(snapshot, this.settings);
  }

  /** The proxy of a workload. */
  public proxy(workload: Workload): Proxy {
    let proxy = this.proxies.get(workload);
    if (!proxy) this.proxies.set(workload, (proxy = this.build(workload)));
    return proxy;
  }

  private scope(workload: Workload): Scope {
    const sidecar = workload.type === 'sidecar' ? this.sidecars.of(workload) : undefined;
    const key = `${workload.type} ${workload.namespace} ${sidecar ? `${sidecar.namespace}/${sidecar.name}` : ''}`;
    let scope = this.scopes.get(key);
    if (!scope) {
      const { registry, rules, destinationRules, settings } = this;
      scope = new Scope(workload.namespace, sidecar, workload.type, registry, rules, destinationRules, settings);
      this.scopes.set(key, scope);
    }
    return scope;
  }

  private build(workload: Workload): Proxy {
    const { settings, registry, rules, peers, snapshot, gateways } = this;
    const scope = this.scope(workload);
    const targets = serviceTargets(workload, registry);
    const router = workload.type === 'router';
    const bound = router ? boundGateways(gateways, workload, targets) : [];
    return {
      workload,
      settings,
      scope,
      targets,
      clusters: new Clusters(scope, workload, settings, registry, peers),
      outbound: new OutboundListeners(scope, workload, settings, registry),
      inbound: new InboundListeners(scope, targets, peers.ofWorkload(workload), workload),
      gateway: new GatewayListeners(bound, { scope, workload, settings, registry, rules }),
      unmodelled: unmodelledPatch(snapshot, workload, settings),
      unmodelledBackend: (namespace, name) => unmodelledBackend(snapshot, namespace, name),
      authorization: policiesFor(snapshot, 'security.istio.io/AuthorizationPolicy', workload, settings),
      authentication: policiesFor(snapshot, 'security.istio.io/RequestAuthentication', workload, settings),
    };
  }
}
