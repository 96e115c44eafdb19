import type {
  VirtualServiceSpecTcp,
  VirtualServiceSpecTcpMatch,
  VirtualServiceSpecTls,
  VirtualServiceSpecTlsRoute,
} from '../../../imports/networking.istio.io';
import { ConfigurationError } from '../../errors';
import { RouteMatch, type RouteMatchProps } from '../match';
import type { RoutePolicy } from '../policy';
import type { Branch, WeightedDestination } from '../target';
import { type Bound, boundTo, joined } from './binding';
import { renderDestination } from './destination';

/** A route whose target's branches become TCP rules. */
export interface TcpRuleOptions extends Bound {
  /** Connections of the route; conditions on the caller and the port only. @default - all of them */
  readonly match?: RouteMatch;
  /** Addresses that the client dials, with or without a prefix length. @default - any */
  readonly destinationSubnets?: readonly string[];
}

/** A route whose target's branches become TLS rules, told apart by SNI. */
export interface TlsRuleOptions extends TcpRuleOptions {
  /** Server names, each one covered by a host of the VirtualService. At least one. */
  readonly sniHosts: readonly string[];
}

type Conditions = Pick<
  VirtualServiceSpecTcpMatch,
  'gateways' | 'port' | 'sourceLabels' | 'sourceNamespace' | 'destinationSubnets'
>;

/**
 * The `tcp` rules of a VirtualService, one for each branch, in the branches' order.
 *
 * @throws ConfigurationError RuleNotHttp, MatchNeverHolds, MatchCannotJoin, MatchMeshOnly
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TCPRoute
 */
export function renderTcpRules(branches: readonly Branch[], options: TcpRuleOptions): VirtualServiceSpecTcp[] {
  return branches.flatMap((branch) => {
    const match = conditions(branch, options);
    const takesAll = match.some((one) => Object.keys(one).length === 0);
    if (match.length === 0) return [];
    return [{ ...(takesAll ? {} : { match }), route: branch.destinations.map(renderRoute) }];
  });
}

/**
 * The `tls` rules of a VirtualService, one for each branch, in the branches' order.
 *
 * @throws ConfigurationError RuleNotHttp, MatchNeverHolds, MatchCannotJoin, MatchMeshOnly
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSRoute
 */
export function renderTlsRules(branches: readonly Branch[], options: TlsRuleOptions): VirtualServiceSpecTls[] {
  return branches.flatMap((branch) => {
    const match = conditions(branch, options).map((one) => ({ ...one, sniHosts: [...options.sniHosts] }));
    return match.length === 0 ? [] : [{ match, route: branch.destinations.map(renderRoute) }];
  });
}

function conditions(branch: Branch, options: TcpRuleOptions): Conditions[] {
  refuseHttp(branch, options);
  const match = joined(options.match ?? RouteMatch.all(), branch.match, options.scope);
  const { destinationSubnets } = options;
  return boundTo(match, options).map((one) => ({
    ...(one.gateways ? { gateways: [...one.gateways] } : {}),
    ...(one.match.port === undefined ? {} : { port: one.match.port }),
    ...(destinationSubnets ? { destinationSubnets: [...destinationSubnets] } : {}),
    ...(one.match.sourceLabels ? { sourceLabels: { ...one.match.sourceLabels } } : {}),
    ...(one.match.sourceNamespace ? { sourceNamespace: one.match.sourceNamespace } : {}),
  }));
}

const OPAQUE_CONDITIONS: ReadonlySet<string> = new Set<keyof RouteMatchProps>([
  'port',
  'sourceLabels',
  'sourceNamespace',
]);

/** What only HTTP has cannot be done to connections whose content the proxy does not see. */
function refuseHttp(branch: Branch, options: TcpRuleOptions): void {
  const asked = [...fieldsOf(options.match), ...fieldsOf(branch.match)].filter(
    (field) => !OPAQUE_CONDITIONS.has(field),
  );
  if (branch.redirect) asked.push('redirect');
  if (branch.directResponse) asked.push('directResponse');
  if (branch.delegate) asked.push('delegate');
  if ((branch.mirrors ?? []).some((mirror) => mirror.percentage > 0)) asked.push('mirrors');
  if (branch.destinations.some((one) => one.headers)) asked.push('headers');
  asked.push(...policyFields(branch.policy));
  const [first] = asked;
  if (first === undefined) return;
  throw new ConfigurationError('RuleNotHttp', {
    at: options.scope,
    problem: `${first} on a port whose traffic is no HTTP to the proxy`,
    value: asked,
  });
}

function fieldsOf(match: RouteMatch | undefined): string[] {
  return (match?.alternatives ?? []).flatMap((one) =>
    Object.entries(one)
      .filter(([, value]) => value !== undefined)
      .map(([field]) => field),
  );
}

function policyFields(policy: RoutePolicy | undefined): string[] {
  return Object.entries(policy ?? {})
    .filter(([, value]) => value !== undefined)
    .map(([field]) => field);
}

function renderRoute(of: WeightedDestination): VirtualServiceSpecTlsRoute {
  return { destination: renderDestination(of), ...(of.weight === undefined ? {} : { weight: of.weight }) };
}
