import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { ConfigurationError } from '../../errors';
import { checkDnsLabel, checkKind, isWildcard, label, Mesh, parseHost } from '../../mesh';
import type { EgressPort } from '../port/egress-port';
import type { TlsOrigination } from '../tls-origination';
import type { EgressContract } from './contract';

/** A contract with its defaults filled in, and every mistake refused that does not depend on a gateway. */
export class Terms {
  public readonly hosts: readonly string[];
  public readonly ports: readonly EgressPort[];
  public readonly namespace: string | undefined;
  /** The server of a wildcard host. */
  public readonly wildcardTarget: string | undefined;

  /**
   * @throws ConfigurationError HostMissing, HostMalformed, ValueMistyped, EgressHostTwice, EgressPortsEmpty, EgressPortTwice, EgressTlsTwice,
   *   EgressWildcardTarget, EgressSeveralTcpHosts
   */
  constructor(
    private readonly scope: IConstruct,
    public readonly contract: EgressContract,
  ) {
    this.ports = contract.ports;
    this.namespace = contract.namespace ?? Chart.of(scope).namespace ?? Mesh.of(scope).defaultNamespace;
    if (this.namespace !== undefined) checkDnsLabel(this.namespace, scope, 'namespace');
    if (contract.owner !== undefined) checkDnsLabel(contract.owner, scope, 'owner');
    this.hosts = this.checkedHosts();
    this.wildcardTarget = this.checkedTarget();
    this.checkPorts();
    this.checkTls();
  }

  /** Name of an object in a namespace; undefined where the construct path names it, in the route's own namespace. */
  public nameIn(namespace: string, purpose: string): string | undefined {
    if (namespace === this.namespace) return undefined;
    const owner = this.contract.owner ?? this.namespace ?? Chart.of(this.scope).node.id;
    return label(owner, purpose, this.hosts[0] as string);
  }

  /** The host that a proxy connects to for a host of the route. */
  public upstreamOf(host: string): string {
    return isWildcard(host) ? (this.wildcardTarget ?? host) : host;
  }

  /** How TLS is added at a port; undefined where it is not. */
  public tlsOf(port: EgressPort): TlsOrigination | undefined {
    return port.options.tls ?? (port.family === 'http' ? this.contract.tls : undefined);
  }

  /** Ports that leave past the gateway. */
  public get directPorts(): readonly number[] {
    return this.ports.filter((port) => port.isDirect).map((port) => port.port);
  }

  private checkedHosts(): readonly string[] {
    const { host, moreHosts = [] } = this.contract;
    const hosts = [host, ...moreHosts].map((one) => parseHost(one, this.scope, { wildcard: true }));
    const twice = hosts.find((one, index) => hosts.indexOf(one) !== index);
    if (twice === undefined) return hosts;
    throw new ConfigurationError('EgressHostTwice', { at: this.scope, problem: 'a host is given twice', value: twice });
  }

  private checkedTarget(): string | undefined {
    const { wildcardTarget } = this.contract;
    if (wildcardTarget === undefined) return undefined;
    if (!this.hosts.some(isWildcard)) {
      throw new ConfigurationError('EgressWildcardTarget', {
        at: this.scope,
        problem: 'wildcardTarget on a route without a wildcard host',
        value: wildcardTarget,
      });
    }
    return parseHost(wildcardTarget, this.scope);
  }

  private checkPorts(): void {
    const { ports, scope: at } = this;
    const wanted = 'a list of EgressPort, such as [EgressPort.tls(443)]';
    checkKind(Array.isArray(ports) && ports.every((one) => one?.options), at, 'ports', ports, wanted);
    if (ports.length === 0) throw new ConfigurationError('EgressPortsEmpty', { at, problem: 'the route has no port' });
    for (const field of ['port', 'name'] as const) {
      const values = ports.map((port) => port[field]);
      const twice = values.find((one, index) => values.indexOf(one) !== index);
      if (twice === undefined) continue;
      throw new ConfigurationError('EgressPortTwice', {
        at,
        problem: `two ports have the same ${field}`,
        value: twice,
      });
    }
  }

  private checkTls(): void {
    const { contract, scope: at } = this;
    if (contract.tls && !this.ports.some((port) => port.family === 'http')) {
      const problem = 'tls on a route without a port of HTTP: the application makes the TLS itself, or there is none';
      throw new ConfigurationError('EgressTlsTwice', { at, problem });
    }
    const policies = [contract.trafficPolicy, ...(contract.trafficPolicy?.portPolicies ?? [])];
    const own = [...policies, contract.hopPolicy, ...this.ports.map((port) => port.options.trafficPolicy)];
    if (own.some((policy) => policy?.tls)) {
      const problem = 'tls in a traffic policy, beside the one that follows from the route';
      throw new ConfigurationError('EgressTlsTwice', { at, problem });
    }
  }
}
