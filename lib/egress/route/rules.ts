import type { VirtualServiceSpec } from '../../../imports/networking.istio.io';
import type { IErrorScope } from '../../errors';
import { Mesh } from '../../mesh';
import { type Destination, mergeRoutePolicies, type RoutePolicy } from '../../routing';
import { MESH, renderHttpRules, renderTcpRules, renderTlsRules } from '../../routing/rule';
import type { IConstruct } from 'constructs';
import type { IEgressGateway } from '../gateway/reference';
import type { PlannedHop } from '../hop/planned-hop';
import { subsetOf } from '../hop/subset';
import type { EgressPort } from '../port/egress-port';
import { splitPolicy } from './hop-policies';
import type { Terms } from './terms';

/** What the rules of one host follow from. */
export interface RulesRequest {
  readonly scope: IConstruct & IErrorScope;
  readonly terms: Terms;
  readonly host: string;
  readonly policy: RoutePolicy;
  /** The ports that leave through `via`. */
  readonly hops: readonly PlannedHop[];
  readonly via?: IEgressGateway;
  /** Addresses that TCP is told apart by. */
  readonly addresses?: readonly string[];
  /** Where connections go instead of straight to the server, by port; undefined for the server. */
  readonly detour: (port: EgressPort) => Destination | undefined;
}

type Rules = Required<Pick<VirtualServiceSpec, 'http' | 'tls' | 'tcp'>>;

/**
 * The VirtualService of a host; undefined where proxies need none. Every rule names the proxies it is for and the port (P4):
 * one that holds at both would send the gateway's own requests back to the gateway.
 */
export function renderRules(request: RulesRequest): VirtualServiceSpec | undefined {
  const { via, host, terms, hops } = request;
  const rules: Rules = { http: [], tls: [], tcp: [] };
  for (const hop of hops) {
    if (via) append(rules, sidecarRules(request, hop, via), gatewayRules(request, hop, via));
  }
  const direct = terms.ports.filter((port) => !hops.some((hop) => hop.port === port));
  // A rule of its own for each direct HTTP port: beside a VirtualService, Istio has no default for its host.
  const owned = direct.filter((port) => needsRule(request, port) || (port.family === 'http' && hops.length > 0));
  for (const port of owned) append(rules, directRules(request, port));
  const given = Object.entries(rules).filter(([, list]) => list.length > 0);
  if (given.length === 0) return undefined;
  return { hosts: [host], ...(via ? { gateways: [MESH, via.reference] } : {}), ...Object.fromEntries(given) };
}

function needsRule(request: RulesRequest, port: EgressPort): boolean {
  return request.detour(port) !== undefined || Object.keys(policyOf(request, port)).length > 0;
}

function policyOf({ policy }: RulesRequest, port: EgressPort): RoutePolicy {
  return port.family === 'http' ? (mergeRoutePolicies(policy, port.options.policy) ?? {}) : {};
}

function append(to: Rules, ...parts: readonly Partial<Rules>[]): void {
  for (const part of parts) {
    to.http.push(...(part.http ?? []));
    to.tls.push(...(part.tls ?? []));
    to.tcp.push(...(part.tcp ?? []));
  }
}

function sidecarRules(request: RulesRequest, hop: PlannedHop, via: IEgressGateway): Partial<Rules> {
  const { scope, host } = request;
  const destination = {
    host: via.workload.host(Mesh.of(scope).clusterDomain),
    subset: subsetOf(host),
    port: hop.gatewayPort,
  };
  return meshRules(request, hop.port, destination, splitPolicy(policyOf(request, hop.port)).sidecar);
}

function directRules(request: RulesRequest, port: EgressPort): Partial<Rules> {
  const { terms, host } = request;
  const destination = request.detour(port) ?? { host: terms.upstreamOf(host), port: port.port };
  return meshRules(request, port, destination, policyOf(request, port));
}

function meshRules(request: RulesRequest, of: EgressPort, to: Destination, policy: RoutePolicy): Partial<Rules> {
  const { scope, host, via, addresses } = request;
  const bound = { scope, port: of.port, ...(via ? { gateways: [MESH], bind: true } : {}) };
  const branches = [{ destinations: [to] }];
  if (of.family === 'http') return { http: renderHttpRules(branches, { ...bound, policy }) };
  if (of.family === 'tls') return { tls: renderTlsRules(branches, { ...bound, sniHosts: [host] }) };
  return { tcp: renderTcpRules(branches, { ...bound, ...(addresses ? { destinationSubnets: addresses } : {}) }) };
}

function gatewayRules(request: RulesRequest, hop: PlannedHop, via: IEgressGateway): Partial<Rules> {
  const { scope, terms, host } = request;
  const { port, form, gatewayPort } = hop;
  const bound = { scope, gateways: [via.reference], bind: true, port: gatewayPort };
  const branches = [{ destinations: [request.detour(port) ?? { host: terms.upstreamOf(host), port: port.port }] }];
  if (form.gatewayFamily === 'http') {
    return { http: renderHttpRules(branches, { ...bound, policy: splitPolicy(policyOf(request, port)).gateway }) };
  }
  if (form.gatewayFamily === 'tls') return { tls: renderTlsRules(branches, { ...bound, sniHosts: [host] }) };
  return { tcp: renderTcpRules(branches, bound) };
}
