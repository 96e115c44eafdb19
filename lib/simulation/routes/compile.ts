import { isRecord, number, record, seconds, selects, text } from '../model/fields';
import type { MeshSettings } from '../model/mesh-settings';
import { clusterName } from '../model/names';
import type { Workload } from '../model/workload';
import type { MeshService } from '../registry/service';
import type { Destination, HttpMatch, HttpRule, VirtualService } from '../rules/virtual-service';
import { ANY_PATH, conditions, pathRule } from './condition';
import { headerOperations, NO_OPERATIONS } from './headers';
import { faultPolicy, redirectPolicy, retryPolicy } from './policies';
import type { Action, Forward, Route } from './route';

/** Where rules are compiled for. */
export interface RouteContext {
  readonly workload: Workload;
  readonly settings: MeshSettings;
  /** Port that rules compare: the service's at a sidecar, the server's at a gateway. */
  readonly port: number;
  /** `mesh`, or the gateway's `namespace/name`. */
  readonly gateway: string;
  readonly tls: boolean;
  /** The service that a destination means there. */
  readonly service: (host: string) => MeshService | undefined;
  /** Kinds of hash policy for a destination. */
  readonly hash: (destination: Destination) => readonly string[];
}

/** The routes of a VirtualService for one port and gateway, up to the first that takes everything. */
export function compileRoutes(virtualService: VirtualService, context: RouteContext): readonly Route[] {
  const out: Route[] = [];
  for (const rule of virtualService.http) {
    if (rule.matches.length === 0) {
      out.push(compileRoute(virtualService, rule, undefined, undefined, context));
      return out;
    }
    for (const [index, match] of rule.matches.entries()) {
      if (!applies(match, context)) continue;
      const route = compileRoute(virtualService, rule, match, index, context);
      out.push(route);
      if (route.catchAll) return out;
    }
  }
  return out;
}

/** Whether a match is meant for this port and caller. A match that names its gateways does not look at the source. */
function applies(match: HttpMatch, { workload, port, gateway }: RouteContext): boolean {
  if (match.port !== 0 && match.port !== port) return false;
  if (match.gateways.length > 0) return match.gateways.includes(gateway);
  if (!selects(match.sourceLabels, workload.labels)) return false;
  return match.sourceNamespace === '' || match.sourceNamespace === workload.namespace;
}

function compileRoute(
  { config }: VirtualService,
  rule: HttpRule,
  match: HttpMatch | undefined,
  matchIndex: number | undefined,
  context: RouteContext,
): Route {
  const { policy } = rule;
  const path = pathRule(match, config.semantics !== undefined);
  const tests = conditions(match, path);
  const headers = isRecord(policy['headers']) ? headerOperations(policy['headers']) : NO_OPERATIONS;
  return {
    name: match && match.name !== '' ? `${rule.name}.${match.name}` : rule.name,
    origin: rule.origin,
    via: rule.via,
    matchIndex,
    path,
    conditions: tests,
    catchAll: catchesAll(tests.length, path),
    action: compileAction(rule, context, headers.authority, config.semantics === 'gateway'),
    headers,
    fault: faultPolicy(policy['fault']),
    cors: isRecord(policy['corsPolicy']) ? policy['corsPolicy'] : undefined,
  };
}

function catchesAll(tests: number, path: Route['path']): boolean {
  if (path.kind === 'prefix' && path.value === '/') return tests === 0;
  return path.kind === 'regex' && path.value === '.*' && tests === 1;
}

function compileAction(rule: HttpRule, context: RouteContext, authority: string, strict: boolean): Action {
  const { policy } = rule;
  if (isRecord(policy['redirect'])) return redirectPolicy(policy['redirect'], context.port, context.tls);
  if (isRecord(policy['directResponse'])) {
    const response = policy['directResponse'];
    const body = record(response['body']);
    return {
      kind: 'direct',
      status: number(response['status']) ?? 200,
      body: body['string'] === undefined ? undefined : text(body['string']),
    };
  }
  const rewrite = record(policy['rewrite']);
  const expression = record(rewrite['uriRegexRewrite']);
  const split = rule.destinations.length !== 1;
  const used = split ? rule.destinations.filter(({ weight }) => weight > 0) : rule.destinations;
  const clusters = used.map((destination) => ({
    cluster: destinationCluster(destination, context.service(destination.host), context.port),
    weight: destination.weight,
    headers: headerOperations(destination.headers),
  }));
  const rewritten = text(rewrite['authority']) || authority;
  const uri = text(rewrite['uri']);
  return {
    kind: 'forward',
    clusters,
    split,
    hostRewrite: rewritten || (split ? '' : (clusters[0]?.headers.authority ?? '')),
    prefixRewrite: uri,
    regexRewrite: isRecord(rewrite['uriRegexRewrite'])
      ? { pattern: text(expression['match']), substitution: text(expression['rewrite']) }
      : strict && uri === '/'
        ? ROOT_REWRITE
        : undefined,
    timeout: seconds(policy['timeout']) ?? 0,
    retries: retryPolicy(policy['retries'], context.settings.defaultRetries),
    mirrors: new Map(
      rule.mirrors.map(({ destination, percent }) => [
        destinationCluster(destination, context.service(destination.host), context.port),
        Math.floor(percent * 10000) / 10000,
      ]),
    ),
    hash: used.flatMap((destination) => context.hash(destination)),
    missing: strict ? 500 : 503,
  };
}

/** Marks the rewrite of a Gateway API prefix to `/`, which keeps one slash between the two. */
export const ROOT_REWRITE = Object.freeze({ pattern: '', substitution: '/' });

/** The cluster that a destination means: without a port the service's only one, else the one that was dialled. */
export function destinationCluster(
  destination: Pick<Destination, 'host' | 'subset' | 'port'>,
  service: MeshService | undefined,
  listenPort: number,
): string {
  if (destination.host === '') return 'UnknownService';
  const host = service && service.externalName !== '' ? service.externalName : destination.host;
  const only = service?.ports.length === 1 ? service.ports[0] : undefined;
  return clusterName(host, destination.port ?? only?.port ?? listenPort, destination.subset);
}

/** The route that a service has without any rule. */
export function defaultRoute(host: string, port: number, settings: MeshSettings, hash: readonly string[]): Route {
  return plainRoute('default', clusterName(host, port), retryPolicy(undefined, settings.defaultRetries), hash);
}

/** A route to one cluster for everything. */
export function plainRoute(
  name: string,
  cluster: string,
  retries: Forward['retries'],
  hash: readonly string[] = [],
): Route {
  return bareRoute(name, {
    kind: 'forward',
    clusters: [{ cluster, weight: 0, headers: NO_OPERATIONS }],
    split: false,
    hostRewrite: '',
    prefixRewrite: '',
    regexRewrite: undefined,
    timeout: 0,
    retries,
    mirrors: new Map(),
    hash,
    missing: 503,
  });
}

/** A route for everything with this action. */
export function bareRoute(name: string, action: Action): Route {
  return {
    name,
    origin: undefined,
    via: undefined,
    matchIndex: undefined,
    path: ANY_PATH,
    conditions: [],
    catchAll: true,
    action,
    headers: NO_OPERATIONS,
    fault: undefined,
    cors: undefined,
  };
}
