/** What an HTTP rule does to requests, beside sending them somewhere: faults, retries, CORS, rewrites. */
import { nanoseconds } from '../../../model/duration';
import { maybe, number, objects, text, texts, fields } from '../../../model/json';
import { corsHeaderProblem } from '../../../model/validity/header-names';
import type { Problems } from '../../../model/validity/problems';
import { regexMatchProblem, regexProblem } from '../../../model/validity/regex';
import { durationProblem } from '../../../model/validity/values';

const GRPC_STATUSES = new Set(
  (
    'OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED RESOURCE_EXHAUSTED ' +
    'FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS UNAUTHENTICATED'
  ).split(' '),
);
const METHODS = new Set('GET HEAD POST PUT PATCH DELETE CONNECT OPTIONS TRACE *'.split(' '));
const RETRY_ON = new Set(
  (
    '5xx gateway-error reset reset-before-request connect-failure retriable-4xx refused-stream retriable-status-codes ' +
    'retriable-headers envoy-ratelimited http3-post-connect-failure cancelled deadline-exceeded internal resource-exhausted unavailable'
  ).split(' '),
);

/** First and last of the statuses that have a name in Go. */
const STATUSES = [
  ...[100, 103, 200, 208, 226, 226, 300, 305, 307, 308],
  ...[400, 418, 421, 426, 428, 429, 431, 431, 451, 451, 500, 508, 510, 511],
];

function isKnownStatus(status: number): boolean {
  return STATUSES.some((first, i) => i % 2 === 0 && first <= status && status <= STATUSES[i + 1]!);
}

/** 200 to 600, as Istio has it. */
export function statusProblem(value: unknown): string | undefined {
  const status = number(value);
  return status >= 200 && status <= 600 ? undefined : `HTTP status ${status} is not within 200 to 599`;
}

export function checkFault(problems: Problems, value: unknown, path: string): void {
  const fault = maybe(value);
  if (!fault) return;
  const { abort, delay } = fault;
  if (!maybe(abort) && !maybe(delay)) problems.error(path, 'a fault is an abort, a delay, or both');
  if (maybe(abort)) checkAbort(problems, fields(abort), `${path}.abort`);
  const { percentage, fixedDelay, exponentialDelay } = fields(delay);
  problems.error(`${path}.delay.percentage`, percentageProblem(percentage));
  if (fixedDelay !== undefined) problems.error(`${path}.delay.fixedDelay`, durationProblem(fixedDelay));
  else if (exponentialDelay !== undefined) {
    problems.error(`${path}.delay.exponentialDelay`, durationProblem(exponentialDelay));
    problems.error(`${path}.delay.exponentialDelay`, 'exponentialDelay is not supported; use fixedDelay');
  }
}

function checkAbort(problems: Problems, abort: Readonly<Record<string, unknown>>, path: string): void {
  problems.error(`${path}.percentage`, percentageProblem(abort.percentage));
  if (abort.grpcStatus !== undefined) {
    const status = text(abort.grpcStatus);
    const isKnown = GRPC_STATUSES.has(status);
    problems.error(`${path}.grpcStatus`, isKnown ? undefined : `"${status}" is no gRPC status; use e.g. UNAVAILABLE`);
  } else if (abort.http2Error !== undefined) {
    problems.error(`${path}.http2Error`, 'http2Error is not supported; use httpStatus');
  } else if (abort.httpStatus !== undefined) problems.error(`${path}.httpStatus`, statusProblem(abort.httpStatus));
}

function percentageProblem(percentage: unknown): string | undefined {
  if (!maybe(percentage)) return undefined;
  const value = number(fields(percentage).value);
  return value === 0 || (value >= 0.0001 && value <= 100)
    ? undefined
    : `percentage ${value} is neither 0 nor within 0.0001 to 100`;
}

export function checkRetries(problems: Problems, value: unknown, path: string): void {
  const retries = maybe(value);
  if (!retries) return;
  const attempts = number(retries.attempts);
  if (attempts < 0) problems.error(`${path}.attempts`, `attempts ${attempts} is negative`);
  const { perTryTimeout, retryRemoteLocalities, backoff } = retries;
  const retryOn = text(retries.retryOn);
  const isSet =
    [perTryTimeout, retryRemoteLocalities].some((one) => one !== undefined && one !== null) || retryOn !== '';
  if (attempts === 0 && isSet)
    problems.error(path, 'attempts is 0, which turns retries off; remove the other settings');
  problems.error(`${path}.perTryTimeout`, durationProblem(perTryTimeout));
  for (const policy of retryOn === '' ? [] : retryOn.split(',')) {
    const isStatus = /^\+?\d+$/.test(policy) && isKnownStatus(Number(policy));
    if (isStatus || RETRY_ON.has(policy)) continue;
    problems.error(
      `${path}.retryOn`,
      `"${policy}" is no retry condition; separate conditions by commas, without blanks`,
    );
  }
  problems.error(`${path}.backoff`, durationProblem(backoff));
}

export function checkCors(problems: Problems, value: unknown, path: string): void {
  const policy = maybe(value);
  if (!policy) return;
  objects(policy.allowOrigins).forEach((origin, i) => {
    const given = [origin.exact, origin.prefix, origin.regex].find((one) => one !== undefined);
    const isEmpty = text(given) === '';
    const problem = isEmpty
      ? 'an allowed origin is empty; set exact, prefix or regex'
      : regexMatchProblem(origin, 'allowOrigins');
    problems.error(`${path}.allowOrigins[${i}]`, problem);
  });
  texts(policy.allowMethods).forEach((method, i) => {
    if (METHODS.has(method)) return;
    problems.error(`${path}.allowMethods[${i}]`, `"${method}" is no HTTP method in capitals`);
  });
  for (const field of ['allowHeaders', 'exposeHeaders']) {
    texts(policy[field]).forEach((name, i) => problems.error(`${path}.${field}[${i}]`, corsHeaderProblem(name)));
  }
  const age = nanoseconds(text(policy.maxAge));
  if (age === undefined) return;
  problems.error(`${path}.maxAge`, durationProblem(policy.maxAge));
  if (age % 1_000_000_000n > 0n) problems.error(`${path}.maxAge`, 'maxAge counts whole seconds');
}

export function checkRewrite(problems: Problems, value: unknown, path: string): void {
  const rewrite = maybe(value);
  if (!rewrite) return;
  const regex = maybe(rewrite.uriRegexRewrite);
  const uri = text(rewrite.uri);
  if (uri !== '' && regex) problems.error(path, 'a rewrite has uri or uriRegexRewrite, not both');
  else if (uri === '' && !regex && text(rewrite.authority) === '') {
    problems.error(path, 'a rewrite needs uri, uriRegexRewrite or authority');
  } else if (regex) {
    const [match, to] = [text(regex.match), text(regex.rewrite)];
    const problem =
      match === '' || to === '' ? 'uriRegexRewrite needs match and rewrite' : regexProblem(match, 'uriRegexRewrite');
    problems.error(`${path}.uriRegexRewrite`, problem);
  }
}
