import type { IConstruct } from 'constructs';
import type {
  VirtualServiceSpec,
  VirtualServiceSpecHttp,
  VirtualServiceSpecTcp,
  VirtualServiceSpecTls,
} from '../../imports/networking.istio.io';
import { ConfigurationError } from '../errors';
import type { IServicePort } from '../mesh';
import { mergeRoutePolicies, type Branch, type RoutePolicy, type TargetContext } from '../routing';
import { joined, MESH, nameWithin, renderHttpRules, renderTcpRules, renderTlsRules } from '../routing/rule';
import type { EdgeBinding } from './edge';
import { matchIn, nameIn, type Lane } from './lane';
import { opaquePart } from './opaque-part';
import { OwnTarget } from './own-target';
import { RouteSide, type ServiceRule } from './rule';
import type { RuleList } from './rule-list';

/** Takes what is wrong with one rule; the others are rendered all the same. */
export type Report = (problem: ConfigurationError) => void;

/** Sees the branches of each rule on their way into the manifest. */
export type Observe = (branches: readonly Branch[]) => void;

/** A rule and what it needs to become branches. */
export interface BranchRequest {
  readonly scope: IConstruct;
  readonly context: TargetContext;
  /** Port of the Service that the requests are for. */
  readonly port: IServicePort;
  /** Policy of all rules of the Service. @default - none */
  readonly policy?: RoutePolicy;
}

/** The branches of a rule's target, limited to the rule's requests and with the rule's name and policy. */
export function branchesOf(rule: ServiceRule, { scope, context, port, policy }: BranchRequest): readonly Branch[] {
  const { target } = rule;
  const branches = target instanceof OwnTarget ? target.branchesAt(port, context) : target.branches(context);
  return branches.map((branch) => {
    const match = joined(rule.match, branch.match, scope);
    return {
      ...branch,
      name: nameWithin(rule.name, branch.name),
      match: match.isAll ? undefined : match,
      policy: mergeRoutePolicies(mergeRoutePolicies(common(policy, branch), branch.policy), rule.policy),
    };
  });
}

/** The policy of all rules, as far as it can be that of a rule which answers at the proxy: nothing is sent there. */
function common(policy: RoutePolicy | undefined, { redirect, directResponse }: Branch): RoutePolicy | undefined {
  if (!policy || (!redirect && !directResponse)) return policy;
  return { headers: policy.headers, cors: policy.cors };
}

/** Everything that the VirtualService of a Service follows from. */
export interface VirtualServiceRequest {
  readonly scope: IConstruct;
  readonly host: string;
  readonly context: TargetContext;
  readonly lanes: readonly Lane[];
  readonly rules: RuleList;
  readonly policy?: RoutePolicy;
  /** Whether the Service's own host is one of the VirtualService's. */
  readonly mesh: boolean;
  readonly edge?: EdgeBinding;
  readonly exportTo?: readonly string[];
  readonly report: Report;
  readonly observe?: Observe;
}

/** The VirtualService of a Service. */
export function renderVirtualService(request: VirtualServiceRequest): VirtualServiceSpec {
  const { host, mesh, edge, exportTo, lanes } = request;
  const http: VirtualServiceSpecHttp[] = [];
  const tls: VirtualServiceSpecTls[] = [];
  const tcp: VirtualServiceSpecTcp[] = [];
  for (const lane of lanes) {
    if (lane.family === 'http') http.push(...rulesOf(lane, request, renderHttp));
    else if (lane.family === 'tls') tls.push(...rulesOf(lane, request, renderTls));
    else tcp.push(...rulesOf(lane, request, renderTcp));
  }
  const own = mesh ? [host] : [];
  return {
    hosts: unlessEmpty(edge ? [...new Set([...edge.hosts.map((one) => one.toLowerCase()), ...own])] : own),
    gateways: edge && [...edge.gateways.map((one) => one.reference), ...(mesh ? [MESH] : [])],
    exportTo: exportTo && [...exportTo],
    http: unlessEmpty(http),
    tls: unlessEmpty(tls),
    tcp: unlessEmpty(tcp),
  };
}

function unlessEmpty<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}

interface Rendering {
  readonly lane: Lane;
  readonly request: VirtualServiceRequest;
  readonly bound: Parameters<typeof renderTcpRules>[1];
}

function rulesOf<T>(
  lane: Lane,
  request: VirtualServiceRequest,
  render: (branches: readonly Branch[], of: Rendering) => T[],
): T[] {
  const { scope, context, policy, report } = request;
  // Beside HTTP ports, rules without a port are not meant for what the proxy cannot read.
  const beside = lane.family !== 'http' && request.lanes.some(isHttp);
  const rules = request.rules.inOrder(lane.port.port, lane.sides, (match) => matchIn(lane, match));
  return rules.flatMap((rule) =>
    attempt(
      () => {
        const shared = beside && rule.port === undefined;
        // Connections that no rule takes go to the Service anyway; a TLS rule would keep all to the one server name it knows.
        if (shared && rule.target instanceof OwnTarget && rule.target.isPlain && rule.match.isAll) return [];
        const branches = branchesOf(rule, { scope, context, port: lane.port, policy });
        request.observe?.(branches);
        return render(shared ? opaquePart(branches) : branches, { lane, request, bound: boundOf(rule, lane, request) });
      },
      [],
      report,
    ),
  );
}

/** What a computation gives, or something else where it finds a mistake in what the user gave. */
export function attempt<T>(compute: () => T, otherwise: T, report: Report = () => {}): T {
  try {
    return compute();
  } catch (problem) {
    if (!(problem instanceof ConfigurationError)) throw problem;
    report(problem);
    return otherwise;
  }
}

function isHttp(lane: Lane): boolean {
  return lane.family === 'http';
}

function boundOf(rule: ServiceRule, lane: Lane, { scope, mesh, edge }: VirtualServiceRequest): Rendering['bound'] {
  const oneSide = rule.side !== undefined && lane.sides.length > 1;
  const gateways = lane.gateways?.filter((name) => !oneSide || (name === MESH) === (rule.side === RouteSide.MESH));
  return {
    scope,
    gateways,
    bind: lane.bind || oneSide,
    mixed: mesh && edge !== undefined,
    // With both sides in one VirtualService, a rule that only the mesh can tell apart is the mesh's.
    partial: mesh && edge !== undefined && rule.side === undefined,
    port: lane.matchPort,
  };
}

function renderHttp(branches: readonly Branch[], { bound, lane }: Rendering): ReturnType<typeof renderHttpRules> {
  const distinct = branches.map((branch) =>
    branch.name === undefined ? branch : { ...branch, name: nameIn(lane.suffix, branch.name) },
  );
  return renderHttpRules(distinct, bound);
}

function renderTcp(branches: readonly Branch[], { bound }: Rendering): ReturnType<typeof renderTcpRules> {
  return renderTcpRules(branches, bound);
}

/** A caller in the mesh addresses the Service by its full name; at an edge the public names count. */
function renderTls(
  branches: readonly Branch[],
  { bound, lane, request }: Rendering,
): ReturnType<typeof renderTlsRules> {
  const atEdge = lane.sides.includes(RouteSide.EDGE);
  const names = atEdge ? (request.edge?.hosts ?? []) : [request.host];
  return renderTlsRules(branches, { ...bound, sniHosts: names });
}
