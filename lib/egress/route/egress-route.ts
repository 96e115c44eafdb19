import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Checks } from '../../checks';
import { checkDnsLabel, label, Mesh } from '../../mesh';
import { destinationRule, serviceEntry, virtualService } from '../../resource';
import { type Destination, renderTrafficPolicy, type RoutePolicy } from '../../routing';
import { claimMeshHost, warnAtValidation } from '../../service';
import { checkEntry } from '../entry/check-entry';
import { type EntryOptions, renderServiceEntry, resolutionOf } from '../entry/service-entry';
import { checkCallers } from '../gateway/callers-policy';
import { EgressGateway } from '../gateway/egress-gateway';
import type { IEgressGateway } from '../gateway/reference';
import { planHops } from '../hop/plan';
import type { PlannedHop } from '../hop/planned-hop';
import type { EgressPort } from '../port/egress-port';
import type { IForwardProxy } from '../proxy/reference';
import { checkRoute } from './check-route';
import type { EgressContract } from './contract';
import { claimListeners } from './listeners';
import { renderRules } from './rules';
import { serverPolicy } from './server-policy';
import { requestPolicy } from './request-policy';
import { grantSecrets } from './sidecar-credential';
import { Terms } from './terms';
import { routeWarnings } from './warnings';

/** A way out of the mesh. Timeouts, retries and the like are those of {@link RoutePolicy}, for ports of HTTP. */
export interface EgressRouteProps extends EgressContract, EntryOptions, RoutePolicy {
  /** The egress gateway that it passes. Ports can be exempt, see `EgressPort.direct`. @default - straight from the sidecar */
  readonly via?: IEgressGateway;
  /**
   * Labels of the workloads whose sidecars add TLS, in the route's namespace. Needed where they take a certificate from a
   * Secret, which Istio lets only chosen sidecars do.
   * @default - all workloads that see the route
   */
  readonly workloads?: Readonly<Record<string, string>>;
  /**
   * ServiceAccounts of those workloads, which get the right to read Secrets of their namespace, as the sidecar needs it.
   * @default - none: somebody else grants it
   */
  readonly credentialReaders?: readonly string[];
  /** HTTP proxy that connections are tunnelled through, by the last proxy of the mesh. Not for ports of HTTP. @default - none */
  readonly through?: IForwardProxy;
  /** Name of what is emitted for `host` in the route's namespace. @default - derived from the construct path */
  readonly name?: string;
}

/**
 * Lets the mesh call an outside host: straight from sidecars, or through a shared egress gateway.
 *
 * Children: `Resource` (ServiceEntry), `VirtualService`, `DestinationRule` (of direct ports), `Gateway` (what lies in the
 * gateway's namespace); for further hosts with `-host` behind.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/
 */
export class EgressRoute extends Construct {
  public readonly serviceEntry: ApiObject;
  /** The rules of `host`; undefined where proxies need none. */
  public readonly virtualService?: ApiObject;
  /** The rules of all hosts. */
  public readonly virtualServices: readonly ApiObject[];
  /** How sidecars connect to the hosts by direct ports; empty where nothing is asked. */
  public readonly destinationRules: readonly ApiObject[];
  private readonly props: EgressRouteProps;
  private readonly terms: Terms;

  constructor(scope: Construct, id: string, props: EgressRouteProps) {
    super(scope, id);
    Checks.register(this);
    this.props = props;
    this.terms = new Terms(this, props);
    if (props.name !== undefined) checkDnsLabel(props.name, this);
    checkRoute(this.terms, props, this);
    const hops = props.via ? planHops(this.terms.ports, props.via, this) : [];
    if (props.callers && props.via) checkCallers(props.callers, hops, this.terms.directPorts, this);
    checkEntry(this.terms, props, hops.length > 0, this);
    const resolution = resolutionOf(props, this.terms);
    // The oldest version whose ServiceEntry is known to have it.
    if (resolution.kind === 'DYNAMIC_DNS') Mesh.requires(this, 'Resolution.dynamicDns', '1.31');
    this.claim();
    this.acceptAtGateway(hops);
    const exportTo = this.visibility(hops);
    const entry = renderServiceEntry(this.terms, props, exportTo);
    this.serviceEntry = serviceEntry(this, 'Resource', this.metadata(0), () => entry);
    this.destinationRules = this.terms.hosts.flatMap((host, index) => this.connect(host, index, hops) ?? []);
    this.virtualServices = this.terms.hosts.flatMap((host, index) => this.direct(host, index, hops, exportTo) ?? []);
    const [first] = this.virtualServices;
    if (first) this.virtualService = first;
    const { credentialReaders = [] } = props;
    if (credentialReaders.length > 0) grantSecrets(this, credentialReaders, this.terms.namespace);
    warnAtValidation(this, () => routeWarnings(this.terms, props, resolution));
  }

  private claim(): void {
    const { namespace, hosts } = this.terms;
    const { exportTo } = this.props;
    const seenBy = { ...(namespace === undefined ? {} : { namespace }), ...(exportTo ? { exportTo } : {}) };
    const upstreams = hosts.map((host) => this.terms.upstreamOf(host));
    for (const host of new Set([...hosts, ...upstreams])) claimMeshHost(host, { owner: this, ...seenBy });
    claimListeners(this, this.terms, this.props.addresses ?? [], seenBy);
  }

  private acceptAtGateway(hops: readonly PlannedHop[]): void {
    const { via } = this.props;
    if (!via || hops.length === 0) return;
    const { namespace } = this.terms;
    via.accept(this, { ...this.props, ...(namespace === undefined ? {} : { namespace }) });
  }

  /** The gateway has to see what it routes (P55). */
  private visibility(hops: readonly PlannedHop[]): readonly string[] | undefined {
    const { exportTo, via } = this.props;
    if (!exportTo || !via || hops.length === 0 || exportTo.includes('*')) return exportTo;
    const { namespace } = via.workload;
    const own = this.terms.namespace === namespace && exportTo.includes('.');
    return own || exportTo.includes(namespace) ? exportTo : [...exportTo, namespace];
  }

  private connect(host: string, index: number, hops: readonly PlannedHop[]): ApiObject | undefined {
    const ports = this.terms.ports.filter((port) => !hops.some((hop) => hop.port === port));
    if (ports.length === 0) return undefined;
    const policy = serverPolicy(this.terms, host, ports);
    const trafficPolicy = policy && renderTrafficPolicy(policy, this);
    if (!trafficPolicy) return undefined;
    const { workloads } = this.props;
    const exportTo = workloads ? ['.'] : this.props.exportTo;
    const spec = {
      host: this.terms.upstreamOf(host),
      ...(workloads ? { workloadSelector: { matchLabels: { ...workloads } } } : {}),
      ...(exportTo ? { exportTo: [...exportTo] } : {}),
      trafficPolicy,
    };
    return destinationRule(this, childId('DestinationRule', host, index), this.metadata(index), () => spec);
  }

  private direct(
    host: string,
    index: number,
    hops: readonly PlannedHop[],
    exportTo: readonly string[] | undefined,
  ): ApiObject | undefined {
    const { via, addresses } = this.props;
    const rules = renderRules({
      scope: this,
      terms: this.terms,
      host,
      policy: requestPolicy(this.props),
      hops,
      ...(via && hops.length > 0 ? { via } : {}),
      ...(addresses ? { addresses } : {}),
      detour: (port) => this.detour(host, port, hops),
    });
    if (!rules) return undefined;
    const spec = { ...rules, ...(exportTo ? { exportTo: [...exportTo] } : {}) };
    const routes = virtualService(this, childId('VirtualService', host, index), this.metadata(index), () => spec);
    this.emitBefore(routes);
    return routes;
  }

  private detour(host: string, port: EgressPort, hops: readonly PlannedHop[]): Destination | undefined {
    const { through, via } = this.props;
    if (!through) return undefined;
    const isAtGateway = via && hops.some((hop) => hop.port === port);
    return through.tunnel({
      host: this.terms.upstreamOf(host),
      port: port.options.targetPort ?? port.port,
      ...(isAtGateway ? { gatewayNamespace: via.workload.namespace } : {}),
    });
  }

  /** What a VirtualService names comes before it, where one file holds both. */
  private emitBefore(routes: ApiObject): void {
    const { via } = this.props;
    routes.addDependency(this.serviceEntry, ...this.destinationRules);
    if (!(via instanceof EgressGateway)) return;
    for (const object of [via.gateway, via.hopRule.destinationRule]) {
      if (Chart.of(object) === Chart.of(this)) routes.addDependency(object);
    }
  }

  private metadata(index: number): { name?: string; namespace?: string } {
    const { name } = this.props;
    const { namespace, hosts } = this.terms;
    const own = index === 0 ? name : name && label(name, hosts[index] as string);
    return { ...(own === undefined ? {} : { name: own }), ...(namespace === undefined ? {} : { namespace }) };
  }
}

function childId(kind: string, host: string, index: number): string {
  return index === 0 ? kind : `${kind}-${host}`;
}
