import { hostsOverlap, isSubsetOf } from '../../../mesh/host';
import type { Fields, Resource, Snapshot } from '../../../snapshot';
import { PARENTS } from '../../listeners/gateway-listeners';
import { createdAt, type Config } from '../../model/config';
import { isRecord, record, records, text, texts } from '../../model/fields';
import type { ServiceRegistry } from '../../registry/service-registry';
import { destinationsOf, Unconvertible, weightOf, type RouteConversion } from './destination';
import { httpRule } from './http-rule';
import type { Parent } from './listeners';
import { allowedByIsolation, attachments, type Attachment } from './parents';
import { GATEWAY_API } from './reference';

interface Draft {
  readonly key: string;
  readonly config: Config;
  readonly rules: readonly Fields[];
}

/** Routes of the Gateway API as VirtualServices: one for each listener, or mesh namespace, and host. */
export function convertRoutes(
  snapshot: Snapshot,
  parents: readonly Parent[],
  registry: ServiceRegistry,
  domain: string,
): readonly Config[] {
  const drafts = ['HTTPRoute', 'GRPCRoute'].flatMap((kind) =>
    snapshot
      .ofKind(`${GATEWAY_API}/${kind}`)
      .flatMap((route) => httpDrafts(snapshot, route, parents, registry, domain)),
  );
  const opaque = (kind: string): readonly Config[] =>
    snapshot
      .ofKind(`${GATEWAY_API}/${kind}`)
      .flatMap((route) => opaqueConfigs(snapshot, route, parents, registry, domain));
  return [...mergeRoutes(drafts), ...opaque('TCPRoute'), ...opaque('TLSRoute')];
}

function httpDrafts(
  snapshot: Snapshot,
  route: Resource,
  parents: readonly Parent[],
  registry: ServiceRegistry,
  domain: string,
): readonly Draft[] {
  const conversion = { snapshot, registry, domain, route };
  const attached = attachments(route, parents, snapshot, domain);
  const gateway = attached.some(({ kind }) => kind === 'listener')
    ? convertRules({ ...conversion, needsGrant: true })
    : [];
  const mesh = attached.some(({ kind }) => kind === 'mesh') ? convertRules({ ...conversion, needsGrant: false }) : [];
  const hostnames = texts(route.spec['hostnames']);
  return attached.flatMap((attachment) => {
    const rules = attachment.kind === 'mesh' ? onPort(mesh, attachment.port) : gateway;
    if (rules.length === 0) return [];
    const hosts = attachment.kind === 'mesh' ? attachment.hosts : hostnames.length > 0 ? hostnames : ['*'];
    const port = attachment.kind === 'mesh' && attachment.port !== undefined ? `/${attachment.port}` : '';
    const base = attachment.kind === 'mesh' ? `${route.namespace}${port}` : attachment.parent.internalName;
    return hosts
      .filter((host) => attachment.kind === 'mesh' || allowedByIsolation(host, attachment))
      .map((host) => ({
        key: `${base}/${host}`,
        config: configFor(route, `${base}/${host}`.replaceAll('/', '~'), {
          hosts: [host],
          gateways: [gatewayOf(attachment)],
        }),
        rules: sortRules(rules),
      }));
  });
}

function convertRules(conversion: RouteConversion): readonly Fields[] {
  const out: Fields[] = [];
  for (const [index, rule] of records(conversion.route.spec['rules']).entries()) {
    const matches = records(rule['matches']);
    for (const match of matches.length > 0 ? matches : [undefined]) {
      const converted = httpRule(rule, match, index, conversion);
      // one rule that cannot be converted takes the whole route with it
      if (converted instanceof Unconvertible) return [];
      out.push(converted);
    }
  }
  return out;
}

function onPort(rules: readonly Fields[], port: number | undefined): readonly Fields[] {
  if (port === undefined) return rules;
  return rules.map((rule) => {
    const matches = records(rule['match']);
    return { ...rule, match: matches.length > 0 ? matches.map((match) => ({ ...match, port })) : [{ port }] };
  });
}

/** Puts the rules of all routes with one key together: oldest route first, then by precedence. */
function mergeRoutes(drafts: readonly Draft[]): readonly Config[] {
  const byKey = new Map<string, Draft[]>();
  for (const draft of drafts) {
    const known = byKey.get(draft.key);
    if (known) known.push(draft);
    else byKey.set(draft.key, [draft]);
  }
  return [...byKey.values()].map((same) => {
    const ordered = [...same].sort(
      (a, b) => a.config.created - b.config.created || (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0),
    );
    const first = ordered[0] as Draft;
    const rules = sortRules(ordered.flatMap((draft) => draft.rules));
    return { ...first.config, spec: { ...first.config.spec, http: rules } };
  });
}

function nameOf({ config }: Draft): string {
  return `${config.resource?.namespace ?? ''}/${config.resource?.name ?? ''}`;
}

/** Precedence: exact, prefix, regex; longer paths; a method; more headers; more query parameters; rules without match last. */
function sortRules(rules: readonly Fields[]): readonly Fields[] {
  const rank = rules.map((rule) => {
    const match = records(rule['match'])[0];
    const uri = record(match?.['uri']);
    const [kind, value] =
      (['exact', 'prefix', 'regex'] as const)
        .map((name) => [name, uri[name]] as const)
        .find(([, one]) => typeof one === 'string') ?? [];
    return [
      match ? 1 : 0,
      kind === 'exact' ? 3 : kind === 'prefix' ? 2 : kind === 'regex' ? 1 : -1,
      typeof value === 'string' ? value.length : 0,
      match && isRecord(match['method']) ? 1 : 0,
      Object.keys(record(match?.['headers'])).length,
      Object.keys(record(match?.['queryParams'])).length,
    ];
  });
  return rules
    .map((rule, i) => ({ rule, i }))
    .sort((a, b) => {
      const [left = [], right = []] = [rank[a.i], rank[b.i]];
      if (left[0] === 0 && right[0] === 0) return a.i - b.i;
      for (let k = 0; k < left.length; k++) if (left[k] !== right[k]) return (right[k] ?? 0) - (left[k] ?? 0);
      return a.i - b.i;
    })
    .map(({ rule }) => rule);
}

function opaqueConfigs(
  snapshot: Snapshot,
  route: Resource,
  parents: readonly Parent[],
  registry: ServiceRegistry,
  domain: string,
): readonly Config[] {
  const tls = route.kind === 'TLSRoute';
  const conversion = { snapshot, registry, domain, route };
  const names = texts(route.spec['hostnames']);
  const own = names.length > 0 ? names : ['*'];
  let count = 0;
  return attachments(route, parents, snapshot, domain).flatMap((attachment) => {
    const mesh = attachment.kind === 'mesh';
    const converted = opaqueRules({ ...conversion, needsGrant: !mesh });
    const listener = mesh || attachment.parent.hostname === '' ? undefined : attachment.parent.hostname;
    const hosts = mesh ? attachment.hosts : !tls ? ['*'] : listener === undefined ? own : narrower(own, listener);
    return hosts.flatMap((host) => {
      const sni = mesh
        ? meshNames(own, attachment.hosts, host)
        : listener === undefined
          ? own
          : narrower(own, listener);
      const port = mesh && attachment.port !== undefined ? { port: attachment.port } : {};
      const match = tls ? [{ sniHosts: sni, ...port }] : Object.keys(port).length > 0 ? [port] : [];
      if (tls && sni.length === 0) return [];
      const rules = converted.map((rule) => ({ ...rule, ...(match.length > 0 ? { match } : {}) }));
      const name = `${route.name}~${tls ? 'tls' : 'tcp'}~${count++}~istio-autogenerated-k8s-gateway`;
      return [
        configFor(route, name, { hosts: [host], gateways: [gatewayOf(attachment)], [tls ? 'tls' : 'tcp']: rules }),
      ];
    });
  });
}

/** Names that a mesh route for a service takes: the service's own where it gives none. */
function meshNames(own: readonly string[], parents: readonly string[], host: string): readonly string[] {
  const names = own.length === 1 && own[0] === '*' ? parents : own;
  return names.length > 1 ? names.filter((name) => hostsOverlap(host, name)) : names;
}

function narrower(names: readonly string[], listener: string): readonly string[] {
  const out = new Set<string>();
  for (const name of names) {
    if (isSubsetOf(name, listener)) out.add(name);
    else if (isSubsetOf(listener, name)) out.add(listener);
  }
  return [...out];
}

function opaqueRules(conversion: RouteConversion): readonly Fields[] {
  const out: Fields[] = [];
  for (const rule of records(conversion.route.spec['rules'])) {
    const backends = records(rule['backendRefs']);
    if (backends.reduce((sum, backend) => sum + weightOf(backend), 0) === 0) {
      out.push({
        route: [
          {
            destination: { host: 'internal.cluster.local', subset: 'zero-weight', port: { number: 65535 } },
            weight: 0,
          },
        ],
      });
      continue;
    }
    const destinations = destinationsOf(backends, conversion, () => ({}));
    if (destinations instanceof Unconvertible) return [];
    out.push({ route: destinations });
  }
  return out;
}

function gatewayOf(attachment: Attachment): string {
  return attachment.kind === 'mesh' ? 'mesh' : attachment.parent.internalName;
}

function configFor(route: Resource, name: string, spec: Fields): Config {
  return {
    kind: 'VirtualService',
    namespace: route.namespace,
    name,
    created: createdAt(route),
    spec,
    labels: new Map(),
    annotations: new Map([[PARENTS, `${route.kind}/${text(route.name)}.${route.namespace}`]]),
    semantics: 'gateway',
    resource: route,
  };
}
