import { Construct } from 'constructs';
import type { ApiObject } from 'cdk8s';
import { ConfigurationError } from '../../errors';
import { isSubsetOf, isWildcard, Mesh } from '../../mesh';
import { authorizationPolicy, destinationRule } from '../../resource';
import { renderTrafficPolicy } from '../../routing';
import { planHops } from '../hop/plan';
import { knowsCaller, type PlannedHop } from '../hop/planned-hop';
import { renderHopSubset } from '../hop/subset';
import type { EgressContract } from '../route/contract';
import { serverPolicy } from '../route/server-policy';
import { Terms } from '../route/terms';
import { callersPolicy, checkCallers } from './callers-policy';
import type { EgressGateway } from './egress-gateway';
import { claimGatewayHost } from './gateway-host-claim';

/**
 * The gateway's half of a route: its servers, its subset of the hop, who may use it, and how the gateway connects to the
 * server. All of it lies in the gateway's namespace.
 */
export class EgressAdmission extends Construct {
  /** What keeps others out; undefined where everybody may use the route. */
  public readonly authorizationPolicy?: ApiObject;
  /** How the gateway connects to each host; empty where nothing is asked. */
  public readonly destinationRules: readonly ApiObject[];
  private readonly terms: Terms;
  private readonly hops: readonly PlannedHop[];

  /**
   * @throws ConfigurationError EgressHostTaken, EgressCredentialElsewhere, GatewayPortTaken, GatewayHostTaken,
   *   GatewayPortNotOffered, CallersUnknown, and what {@link Terms} refuses
   */
  constructor(
    scope: Construct,
    id: string,
    private readonly gateway: EgressGateway,
    contract: EgressContract,
  ) {
    super(scope, id);
    this.terms = new Terms(this, contract);
    this.hops = planHops(this.terms.ports, gateway, this);
    const { callers, hopPolicy = {} } = contract;
    if (callers) checkCallers(callers, this.hops, this.terms.directPorts, this);
    this.checkCredentials();
    for (const host of this.terms.hosts) {
      claimGatewayHost(this, gateway.workload, host);
      this.serve(host);
      gateway.hopRule.add(renderHopSubset(host, this.sniOf(host), this.hops, hopPolicy, this));
    }
    if (callers) this.authorizationPolicy = this.admitOnly();
    this.destinationRules = this.terms.hosts.flatMap((host, index) => this.connect(host, index) ?? []);
  }

  private serve(host: string): void {
    for (const { port, form, gatewayPort } of this.hops) {
      this.gateway.addServer({
        port: gatewayPort,
        protocol: form.serverProtocol,
        ...(form.serverTls ? { tls: { mode: form.serverTls } } : {}),
        hosts: [{ namespace: this.terms.namespace ?? '*', host }],
        owner: this,
      });
      if (isWildcard(host) && form.serverTls === 'ISTIO_MUTUAL' && !isSubsetOf(this.sniOf(host), host)) {
        throw new ConfigurationError('EgressWildcardTarget', {
          at: this,
          problem: `the hop of port ${port.port} presents ${this.sniOf(host)}, which the server for ${host} does not take`,
          value: this.sniOf(host),
        });
      }
    }
  }

  private sniOf(host: string): string {
    return this.terms.upstreamOf(host);
  }

  private admitOnly(): ApiObject {
    const { workload } = this.gateway;
    const spec = callersPolicy({
      callers: this.terms.contract.callers ?? [],
      hosts: this.terms.hosts,
      hops: this.hops.filter(knowsCaller),
      workload,
      trustDomain: Mesh.of(this).trustDomain,
      sniOf: (host) => this.sniOf(host),
    });
    return authorizationPolicy(this, 'Callers', this.metadata('callers'), () => spec);
  }

  /** Private to the gateway's namespace: sidecars must not add TLS to what they send (P25). */
  private connect(host: string, index: number): ApiObject | undefined {
    const ports = this.hops.map((hop) => hop.port);
    const policy = serverPolicy(this.terms, host, ports);
    const rendered = policy && renderTrafficPolicy(policy, this);
    if (!rendered) return undefined;
    const id = index === 0 ? 'DestinationRule' : `DestinationRule-${host}`;
    const metadata = this.metadata(index === 0 ? 'server' : `server${index + 1}`);
    const spec = { host: this.terms.upstreamOf(host), exportTo: ['.'], trafficPolicy: rendered };
    return destinationRule(this, id, metadata, () => spec);
  }

  private metadata(purpose: string): { name?: string; namespace: string } {
    const { namespace } = this.gateway.workload;
    const name = this.terms.nameIn(namespace, purpose);
    return { ...(name === undefined ? {} : { name }), namespace };
  }

  private checkCredentials(): void {
    const { namespace } = this.gateway.workload;
    for (const { port } of this.hops) {
      const credential = this.terms.tlsOf(port)?.credential;
      if (credential?.namespace === undefined || credential.namespace === namespace) continue;
      throw new ConfigurationError('EgressCredentialElsewhere', {
        at: this,
        problem: `Secret ${credential.name} is in ${credential.namespace}, the gateway's Pods are in ${namespace}`,
        value: `${credential.namespace}/${credential.name}`,
      });
    }
  }
}
