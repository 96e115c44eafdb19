import type { Fields, Resource, Snapshot } from '../../../snapshot';
import { isRecord, number, record, records, text } from '../../model/fields';
import type { ServiceRegistry } from '../../registry/service-registry';
import { granted, kindOf } from './reference';

/** What a conversion of routes needs to know. */
export interface RouteConversion {
  readonly snapshot: Snapshot;
  readonly registry: ServiceRegistry;
  readonly domain: string;
  readonly route: Resource;
  /** Whether references to other namespaces need a grant: on the gateway side only. */
  readonly needsGrant: boolean;
}

/** A rule that cannot be converted; it takes its whole route with it. */
export class Unconvertible {
  constructor(public readonly reason: string) {}
}

/** A destination without host, which gets its share of the requests answered with 500. */
const NOWHERE: Fields = Object.freeze({ host: '' });

/** The destination of a backend. */
function destinationOf(reference: Fields, conversion: RouteConversion): Fields | Unconvertible {
  const { snapshot, registry, route, domain, needsGrant } = conversion;
  const kind = kindOf(reference, '', 'Service');
  const name = text(reference['name']);
  const namespace = text(reference['namespace']) || route.namespace;
  const group = kind.slice(0, kind.indexOf('/'));
  if (needsGrant && namespace !== route.namespace) {
    const to = { group, kind: kind.slice(group.length + 1), namespace, name };
    if (!granted(snapshot, { kind: route.kind, namespace: route.namespace }, to)) return NOWHERE;
  }
  let host = name;
  if (kind === '/Service' || kind.endsWith('/ServiceImport')) {
    if (name.includes('.')) return new Unconvertible('a Service is named by its name, not by its host');
    host = `${name}.${namespace}.svc.${domain}`;
  } else if (kind === 'networking.istio.io/Hostname') {
    if (reference['namespace'] !== undefined) return new Unconvertible('a Hostname has no namespace');
  } else return NOWHERE;
  const port = number(reference['port']);
  if (port === undefined) return new Unconvertible('a backend needs a port');
  const exists =
    kind === 'networking.istio.io/Hostname'
      ? registry.named(host).has(namespace)
      : snapshot.find('Service', namespace, name) !== undefined;
  return { host, port: { number: port }, ...(exists ? {} : { absent: true }) };
}

/** Destinations with weights; a single one has none, as a plain cluster is. */
export function destinationsOf(
  backends: readonly Fields[],
  conversion: RouteConversion,
  headers: (backend: Fields) => Fields | Unconvertible,
): readonly Fields[] | Unconvertible {
  const used = backends.filter((backend) => weightOf(backend) !== 0);
  const out: Fields[] = [];
  for (const backend of used) {
    const destination = destinationOf(backend, conversion);
    if (destination instanceof Unconvertible) return destination;
    const changed = headers(backend);
    if (changed instanceof Unconvertible) return changed;
    out.push({
      destination,
      weight: used.length === 1 ? 0 : weightOf(backend),
      ...(Object.keys(changed).length > 0 ? { headers: changed } : {}),
    });
  }
  return out;
}

/** A backend's weight; 1 where it says nothing. */
export function weightOf(backend: Fields): number {
  return number(backend['weight']) ?? 1;
}

/** Header operations of filters, for both directions. */
export function headerFilters(filters: readonly Fields[]): Fields {
  const out: Record<string, Fields> = {};
  for (const filter of filters) {
    if (text(filter['type']) === 'RequestHeaderModifier')
      out['request'] = operations(record(filter['requestHeaderModifier']));
    if (text(filter['type']) === 'ResponseHeaderModifier')
      out['response'] = operations(record(filter['responseHeaderModifier']));
  }
  return out;
}

function operations(filter: Fields): Fields {
  const pairs = (value: unknown): Fields => {
    const out: Record<string, string> = Object.create(null) as Record<string, string>;
    for (const { name, value: item } of records(value)) out[text(name).toLowerCase()] ??= text(item);
    return out;
  };
  return { set: pairs(filter['set']), add: pairs(filter['add']), remove: filter['remove'] };
}

/** Mirrors of filters; those that cannot be resolved are left out. */
export function mirrorFilters(filters: readonly Fields[], conversion: RouteConversion): readonly Fields[] {
  return filters
    .filter((filter) => text(filter['type']) === 'RequestMirror' && isRecord(filter['requestMirror']))
    .flatMap((filter) => {
      const mirror = record(filter['requestMirror']);
      const destination = destinationOf(record(mirror['backendRef']), conversion);
      if (destination instanceof Unconvertible || destination === NOWHERE || destination['absent'] === true) return [];
      const fraction = isRecord(mirror['fraction']) ? mirror['fraction'] : undefined;
      const percent = fraction
        ? (100 * (number(fraction['numerator']) ?? 0)) / (number(fraction['denominator']) ?? 100)
        : number(mirror['percent']);
      return [{ destination, ...(percent === undefined ? {} : { percentage: { value: percent } }) }];
    });
}
