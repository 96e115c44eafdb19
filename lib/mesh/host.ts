/**
 * Host names as Istio compares them: exact (`api.example.com`), wildcard (`*.example.com`, any depth below), or `*`.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService (hosts)
 */
import { ConfigurationError, type IErrorScope } from '../errors';

/** istiod's webhook lets no underscore through. */
const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const LONGEST_HOST = 253;

/** Whether the host stands for many: `*` or `*.example.com`. */
export function isWildcard(host: string): boolean {
  return host.startsWith('*');
}

/** Whether every name that `inner` stands for is also one of `outer`'s. Case-insensitive. */
export function isSubsetOf(inner: string, outer: string): boolean {
  const of = inner.toLowerCase();
  const by = outer.toLowerCase();
  if (!isWildcard(by)) return of === by;
  const suffix = by.slice(1);
  if (isWildcard(of)) return of.slice(1).endsWith(suffix);
  return of.length > suffix.length && of.endsWith(suffix);
}

/** Whether an exact `host` is one that `pattern` stands for. A wildcard never covers its own apex. */
export function hostMatches(pattern: string, host: string): boolean {
  return isSubsetOf(host, pattern);
}

/** Whether some name belongs to both. */
export function hostsOverlap(a: string, b: string): boolean {
  return isSubsetOf(a, b) || isSubsetOf(b, a);
}

/**
 * Orders hosts from the most to the least specific, as Istio picks them: exact names first, then the longer wildcard,
 * `*` last; equally specific ones by name, so that the order never depends on the input's.
 */
export function compareSpecificity(a: string, b: string): number {
  const wildcards = Number(isWildcard(a)) - Number(isWildcard(b));
  if (wildcards !== 0) return wildcards;
  if (isWildcard(a) && a.length !== b.length) return b.length - a.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What a caller of {@link parseHost} lets through. */
export interface HostOptions {
  /** Whether `*.example.com` is accepted. @default false */
  readonly wildcard?: boolean;
  /** Whether `*` alone is accepted. @default false */
  readonly any?: boolean;
  /** Whether a name without a dot is accepted. @default false */
  readonly short?: boolean;
}

/**
 * Checks a host name and returns it in lower case.
 *
 * @throws ConfigurationError HostMissing, HostMalformed, HostWildcardNotAllowed
 */
export function parseHost(host: string, at: IErrorScope | string, options: HostOptions = {}): string {
  if (typeof host !== 'string' || host.trim() === '') {
    throw new ConfigurationError('HostMissing', { at, problem: 'host is empty', value: host });
  }
  const name = host.toLowerCase();
  if (name === '*') {
    if (options.any) return name;
    throw new ConfigurationError('HostWildcardNotAllowed', { at, problem: '"*" is no host here', value: host });
  }
  const wildcard = name.startsWith('*.');
  const labels = (wildcard ? name.slice(2) : name).split('.');
  const wellFormed =
    name.length <= LONGEST_HOST && labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1)!);
  if (!wellFormed) throw new ConfigurationError('HostMalformed', { at, problem: hostProblem(name), value: host });
  if (wildcard && !options.wildcard) {
    throw new ConfigurationError('HostWildcardNotAllowed', { at, problem: 'a wildcard is no host here', value: host });
  }
  if (!wildcard && labels.length === 1 && !options.short) {
    throw new ConfigurationError('HostMalformed', {
      at,
      problem: 'host is a short name, which means another service in every namespace',
      value: host,
      allowed: 'a fully qualified name',
    });
  }
  return name;
}

function hostProblem(name: string): string {
  if (name.includes('://')) return 'host is a URL';
  if (name.includes('/')) return 'host has a path or a namespace in it';
  if (/:\d+$/.test(name)) return 'host has a port in it';
  if (name.endsWith('.')) return 'host ends in a dot, which Istio does not match';
  if (name.slice(1).includes('*')) return 'host has a wildcard that is not its whole first label';
  if (/(^|\.)\d+$/.test(name)) return 'host ends in a number, as IP addresses do';
  return 'host is malformed';
}
