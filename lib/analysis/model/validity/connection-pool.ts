import { nanoseconds } from '../duration';
import { maybe, number, text } from '../json';
import type { Fields } from '../../../snapshot';
import type { Problems } from './problems';
import { durationProblem } from './values';

const COUNTS = [
  'http1MaxPendingRequests',
  'http2MaxRequests',
  'maxRequestsPerConnection',
  'maxRetries',
  'maxConcurrentStreams',
];

/** `connectionPool` of a traffic policy, or of a Sidecar's listener. */
export function checkConnectionPool(problems: Problems, value: unknown, path: string): void {
  const pool = maybe(value);
  if (!pool) return;
  const [http, tcp] = [maybe(pool.http), maybe(pool.tcp)];
  if (!http && !tcp) problems.error(path, 'a connection pool has http, tcp, or both');
  if (http) checkHttp(problems, http, `${path}.http`);
  if (tcp) checkTcp(problems, tcp, `${path}.tcp`);
}

function checkHttp(problems: Problems, http: Fields, path: string): void {
  for (const name of COUNTS) if (number(http[name]) < 0) problems.error(`${path}.${name}`, `${name} is negative`);
  problems.error(`${path}.idleTimeout`, durationProblem(http.idleTimeout));
  if (http.h2UpgradePolicy === 'UPGRADE' && http.useClientProtocol === true) {
    problems.error(path, 'useClientProtocol excludes h2UpgradePolicy UPGRADE');
  }
  const keepAlive = maybe(http.http2KeepAlive);
  if (!keepAlive) return;
  for (const name of ['interval', 'timeout']) {
    const one = keepAlive[name];
    const problem = one === undefined ? `http2KeepAlive needs ${name}` : durationProblem(one);
    problems.error(`${path}.http2KeepAlive.${name}`, problem);
  }
}

function checkTcp(problems: Problems, tcp: Fields, path: string): void {
  if (number(tcp.maxConnections) < 0) problems.error(`${path}.maxConnections`, 'maxConnections is negative');
  for (const name of ['connectTimeout', 'maxConnectionDuration']) {
    problems.error(`${path}.${name}`, durationProblem(tcp[name]));
  }
  // 0 turns the timeout off.
  if ((nanoseconds(text(tcp.idleTimeout)) ?? 0n) / 1_000_000n !== 0n) {
    problems.error(`${path}.idleTimeout`, durationProblem(tcp.idleTimeout));
  }
  const keepAlive = maybe(tcp.tcpKeepalive);
  for (const name of ['time', 'interval']) {
    problems.error(`${path}.tcpKeepalive.${name}`, durationProblem(keepAlive?.[name]));
  }
}
