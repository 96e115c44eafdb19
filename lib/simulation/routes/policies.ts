import type { Fields } from '../../snapshot';
import { isRecord, number, record, seconds, text } from '../model/fields';
import type { Fault, Redirect, Retries } from './route';

const RETRY_ON = 'connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes';
const GRPC: ReadonlyMap<string, number> = new Map(
  (
    'OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED ' +
    'RESOURCE_EXHAUSTED FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS UNAUTHENTICATED'
  )
    .split(' ')
    .map((name, code) => [name, code]),
);

/** Retries of a rule; the mesh's default, or Istio's, where it says nothing; undefined where they are off. */
export function retryPolicy(given: unknown, meshDefault: Fields | undefined): Retries | undefined {
  const policy = isRecord(given) ? given : meshDefault;
  if (!policy) return { attempts: 2, on: RETRY_ON, perTry: undefined };
  const attempts = number(policy['attempts']) ?? 0;
  if (attempts <= 0) return undefined;
  const on = text(policy['retryOn']);
  return { attempts, on: on === '' ? RETRY_ON : retryOn(on), perTry: seconds(policy['perTryTimeout']) };
}

/** Status codes in the list become `retriable-status-codes`. */
function retryOn(given: string): string {
  const parts = given
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const words = parts.filter((part) => !/^\d+$/.test(part));
  if (words.length < parts.length && !words.some((word) => word.includes('retriable-status-codes'))) {
    words.push('retriable-status-codes');
    // without any word the control plane joins an empty text and the added one
    if (words.length === 1) words.unshift('');
  }
  return words.join(',');
}

/** Faults of a rule. A percentage that is absent is 0 %. */
export function faultPolicy(value: unknown): Fault | undefined {
  if (!isRecord(value)) return undefined;
  const delay = record(value['delay']);
  const abort = record(value['abort']);
  const fixed = seconds(delay['fixedDelay']);
  const status = number(abort['httpStatus']);
  const grpc = abort['grpcStatus'] === undefined ? undefined : (GRPC.get(text(abort['grpcStatus'])) ?? 0);
  const fault: Fault = {
    ...(status !== undefined || grpc !== undefined
      ? { abort: { ...(grpc !== undefined ? { grpcStatus: grpc } : { status }), percent: percentage(abort) } }
      : {}),
    ...(fixed !== undefined ? { delay: { fixed, percent: percentage(delay) } } : {}),
  };
  return fault.abort || fault.delay ? fault : undefined;
}

function percentage(part: Fields): number {
  if (isRecord(part['percentage'])) return number(part['percentage']['value']) ?? 0;
  return number(part['percent']) ?? 0;
}

/** A redirect; `port` 0 is the one that the scheme implies. */
export function redirectPolicy(redirect: Fields, listenPort: number, tls: boolean): Redirect {
  const scheme = text(redirect['scheme']);
  let port = number(redirect['port']) ?? 0;
  if (text(redirect['derivePort']) === 'FROM_REQUEST_PORT') port = listenPort;
  const spoken = scheme || (tls ? 'https' : 'http');
  if ((port === 80 && spoken === 'http') || (port === 443 && spoken === 'https')) port = 0;
  const prefixRewrite = text(redirect['prefixRewrite']);
  return {
    kind: 'redirect',
    status: number(redirect['redirectCode']) || 301,
    host: text(redirect['authority']),
    path: prefixRewrite === '' ? text(redirect['uri']) : '',
    prefixRewrite,
    scheme,
    port,
  };
}

/** What keeps a client at one endpoint, in Envoy's words. */
export function hashPolicy(consistentHash: unknown): readonly string[] {
  const hash = record(consistentHash);
  if (text(hash['httpHeaderName']) !== '') return ['header'];
  if (isRecord(hash['httpCookie'])) return ['cookie'];
  if (hash['useSourceIp'] === true) return ['connection_properties'];
  return text(hash['httpQueryParameterName']) === '' ? [] : ['query_parameter'];
}
