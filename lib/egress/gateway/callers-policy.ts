import type { AuthorizationPolicySpec, AuthorizationPolicySpecRules } from '../../../imports/security.istio.io';
import { ConfigurationError, type IErrorScope } from '../../errors';
import type { GatewayWorkload } from '../../mesh';
import type { Caller } from '../caller';
import { knowsCaller, type PlannedHop } from '../hop/planned-hop';

/** What a policy about callers follows from. */
export interface CallersRequest {
  readonly callers: readonly Caller[];
  readonly hosts: readonly string[];
  readonly hops: readonly PlannedHop[];
  readonly workload: GatewayWorkload;
  readonly trustDomain: string;
  /** Server name that the hop of a host presents. */
  readonly sniOf: (host: string) => string;
}

/**
 * Denies the hosts of a route to everybody but its callers. Never an ALLOW, which would cut off all other hosts of the
 * gateway. Conditions name the container's port: a request for another host that comes by another port is not looked at.
 */
export function callersPolicy(request: CallersRequest): AuthorizationPolicySpec {
  const { callers, hosts, workload, trustDomain, sniOf } = request;
  const notPrincipals = callers.flatMap((one) => one.principal(trustDomain) ?? []);
  const notNamespaces = callers.flatMap((one) => one.wholeNamespace ?? []);
  const source = {
    ...(notPrincipals.length > 0 ? { notPrincipals } : {}),
    ...(notNamespaces.length > 0 ? { notNamespaces } : {}),
  };
  const rules = request.hops.map((hop): AuthorizationPolicySpecRules => {
    const ports = [String(workload.containerPort(hop.gatewayPort))];
    if (hop.form.gatewayFamily === 'http') {
      return {
        from: [{ source }],
        to: [{ operation: { hosts: hosts.flatMap((host) => [host, `${host}:*`]), ports } }],
      };
    }
    return {
      from: [{ source }],
      to: [{ operation: { ports } }],
      when: [{ key: 'connection.sni', values: hosts.map(sniOf) }],
    };
  });
  return { selector: { matchLabels: { ...workload.labels } }, action: DENY, rules };
}

// The L1 module of security.istio.io is loaded on first use only, so its enum is named by its value.
const DENY = 'DENY' as AuthorizationPolicySpec['action'];

/**
 * Refuses callers where the gateway cannot know who calls, or is not asked.
 *
 * @throws ConfigurationError CallersEmpty, CallersUnknown
 */
export function checkCallers(
  callers: readonly Caller[],
  hops: readonly PlannedHop[],
  directPorts: readonly number[],
  at: IErrorScope,
): void {
  if (callers.length === 0) throw new ConfigurationError('CallersEmpty', { at, problem: 'nobody may use the route' });
  const [direct] = directPorts;
  if (direct !== undefined) {
    const problem = `port ${direct} does not pass a gateway that could ask who calls`;
    throw new ConfigurationError('CallersUnknown', { at, problem, value: direct });
  }
  const blind = hops.find((hop) => !knowsCaller(hop));
  if (blind) {
    const problem = `the hop of port ${blind.port.port} is ${blind.port.hop.kind}, so that the gateway does not know who calls`;
    throw new ConfigurationError('CallersUnknown', { at, problem, value: blind.port.port });
  }
}
