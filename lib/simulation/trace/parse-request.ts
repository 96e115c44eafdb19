import { ConfigurationError } from '../../errors';
import type { TraceRequest } from './trace-request';

/** A URL in the parts that matter. */
export interface Target {
  readonly scheme: 'http' | 'https' | 'tcp' | 'tls';
  readonly host: string;
  readonly port: number;
  /** The Host header: with a port where the URL has one. */
  readonly authority: string;
  readonly path: string;
}

const URL_FORM = /^(https?|tcp|tls):\/\/(\[[0-9a-fA-F:.]+\]|[^/?#:@\s]+)(?::(\d+))?([/?][^#\s]*)?(?:#.*)?$/;

/**
 * Reads the URL of a request.
 *
 * @throws ConfigurationError RequestMalformed
 */
export function parseTarget(request: TraceRequest): Target {
  const at = 'trace';
  const parts = URL_FORM.exec(typeof request.url === 'string' ? request.url : '');
  if (!parts) throw new ConfigurationError('RequestMalformed', { at, problem: 'url is no URL', value: request.url });
  const [, scheme = 'http', host = '', given, rest = '/'] = parts;
  const kind = scheme as Target['scheme'];
  const port = request.port ?? (given === undefined ? DEFAULT_PORTS[kind] : Number(given));
  if (port === undefined || !Number.isInteger(port) || port < 1 || port > 65535) {
    throw new ConfigurationError('RequestMalformed', {
      at,
      problem: port === undefined ? 'the port is missing' : 'the port is out of range',
      value: port ?? request.url,
      allowed: 'a port from 1 to 65535',
    });
  }
  if ((request.from === undefined) === (request.at === undefined)) {
    const problem = request.from === undefined ? 'neither from nor at is given' : 'from and at exclude each other';
    throw new ConfigurationError('RequestMalformed', { at, problem, value: request.url });
  }
  const path = rest.startsWith('?') ? `/${rest}` : rest;
  return {
    scheme: kind,
    host: host.replace(/^\[|\]$/g, ''),
    port,
    authority: given === undefined ? host : `${host}:${given}`,
    path,
  };
}

const DEFAULT_PORTS: Readonly<Record<Target['scheme'], number | undefined>> = {
  http: 80,
  https: 443,
  tcp: undefined,
  tls: 443,
};

/** The name that a reader probably meant. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((one) => ({ one, distance: distance(name, one) }))
    .filter((candidate) => candidate.distance <= Math.max(2, Math.floor(name.length / 3)))
    .sort((a, b) => a.distance - b.distance || (a.one < b.one ? -1 : 1));
  return ranked[0]?.one;
}

/** How many characters differ, by Levenshtein. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + Number(a[i - 1] !== b[j - 1]);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
