import { ConfigurationError, type IErrorScope } from '../errors';
import { checkDnsLabel, checkPort, parseHost } from '../mesh';

/** A Gateway that rules can be bound to. Met by IngressGateway. */
export interface IGatewayReference {
  /** `namespace/name`. */
  readonly reference: string;
}

/** A Gateway of networking.istio.io that is not in this App. */
export class GatewayRef implements IGatewayReference {
  /** @throws ConfigurationError NameNotDnsLabel */
  public static of(name: string, namespace: string): GatewayRef {
    const at = 'GatewayRef.of';
    return new GatewayRef(`${checkDnsLabel(namespace, at, 'namespace')}/${checkDnsLabel(name, at)}`);
  }

  private constructor(public readonly reference: string) {}
}

/** Gateways that apply the rules of a Service themselves. */
export interface EdgeBinding {
  /** At least one. Their servers must admit the hosts. */
  readonly gateways: readonly IGatewayReference[];
  /** Public names. At least one; `*` only where the mesh has no part in the rules. */
  readonly hosts: readonly string[];
  /** Port of the Gateways' server; a TCP server is told apart by nothing else. @default - every port, which HTTP allows */
  readonly port?: number;
}

/**
 * Checks an edge.
 *
 * @throws ConfigurationError GatewayMissing, HostMissing, HostMalformed, HostWildcardNotAllowed, PortOutOfRange
 */
export function checkEdge(edge: EdgeBinding, mesh: boolean, at: IErrorScope): void {
  if (edge.gateways.length === 0) {
    throw new ConfigurationError('GatewayMissing', { at, problem: 'an edge without gateways', value: edge.gateways });
  }
  if (edge.hosts.length === 0) {
    throw new ConfigurationError('HostMissing', { at, problem: 'an edge without hosts', value: edge.hosts });
  }
  for (const host of edge.hosts) parseHost(host, at, { wildcard: true, any: !mesh });
  if (edge.port !== undefined) checkPort(edge.port, at, 'port of the edge');
}

/**
 * Checks that rules can be delegated to.
 *
 * @throws ConfigurationError DelegatedWithEdge, NamespaceMissing
 */
export function checkDelegated(edge: EdgeBinding | undefined, namespace: string | undefined, at: IErrorScope): void {
  if (edge) {
    const problem = 'rules that others delegate to have no gateways of their own';
    throw new ConfigurationError('DelegatedWithEdge', { at, problem });
  }
  if (namespace === undefined) {
    throw new ConfigurationError('NamespaceMissing', { at, problem: 'a delegate is named with its namespace' });
  }
}
