import type { Fields, Resource } from '../../snapshot';
import { isRecord, record } from './fields';

/** An Istio object as the control plane orders and names it; also one that it derived from an Ingress or a Gateway API route. */
export interface Config {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Milliseconds since 1970; 0 for what the control plane makes without a time, so that it counts as the oldest. */
  readonly created: number;
  readonly spec: Fields;
  readonly labels: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, string>;
  /** How prefixes and missing clusters are understood. */
  readonly semantics?: 'ingress' | 'gateway';
  /** Where it was written, or what it was derived from. */
  readonly resource?: Resource;
}

/** A resource of a snapshot as the control plane sees it. */
export function configOf(resource: Resource): Config {
  return {
    kind: resource.kind,
    namespace: resource.namespace,
    name: resource.name,
    created: createdAt(resource),
    spec: isRecord(resource.spec) ? resource.spec : record(undefined),
    labels: new Map(Object.entries(resource.labels)),
    annotations: new Map(Object.entries(resource.annotations)),
    resource,
  };
}

/**
 * When a resource was created, in milliseconds; 1 where it says nothing: older than any real time, and younger than what the
 * control plane makes without a time, such as the rules of an Ingress.
 */
export function createdAt(resource: Resource): number {
  const stamp = record(resource.manifest['metadata'])['creationTimestamp'];
  const time = stamp instanceof Date ? stamp.getTime() : typeof stamp === 'string' ? Date.parse(stamp) : Number.NaN;
  return Number.isNaN(time) ? 1 : Math.floor(time / 1000) * 1000;
}

/** Istio's order of objects: oldest first, then name, then namespace. */
export function byAge(a: Config, b: Config): number {
  return a.created - b.created || compareText(a.name, b.name) || compareText(a.namespace, b.namespace);
}

/** Compares texts by their code units, as Go compares bytes. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `namespace/name` of an object. */
export function keyOf(config: Config): string {
  return `${config.namespace}/${config.name}`;
}

/** How an object is named in a verdict: `virtual-service namespace/name`. */
export function label(config: Config): string {
  return `${config.kind.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()} ${keyOf(config)}`;
}
