import { hostsOverlap, isSubsetOf } from '../../mesh/host';
import type { Fields } from '../../snapshot';
import type { Config } from '../model/config';
import { isRecord, number, record, records, seconds, text, texts } from '../model/fields';
import { isAddress } from '../model/names';
import { regex } from '../model/regex';
import { stringMatch, valid } from '../model/string-match';

const RETRY_ON = new Set(
  (
    '5xx gateway-error reset connect-failure retriable-4xx refused-stream retriable-status-codes retriable-headers ' +
    'envoy-ratelimited http3-post-connect-failure cancelled deadline-exceeded internal resource-exhausted unavailable ' +
    'reset-before-request'
  ).split(' '),
);

/** Whether istiod's webhook lets a VirtualService in; what it refuses never reaches a proxy. */
export function validVirtualService({ spec, semantics }: Config): boolean {
  if (semantics !== undefined) return true;
  const hosts = texts(spec['hosts']);
  const gateways = texts(spec['gateways']);
  const http = records(spec['http']);
  const tls = records(spec['tls']);
  const tcp = records(spec['tcp']);
  if (http.length + tls.length + tcp.length === 0) return false;
  const delegate = hosts.length === 0;
  if (delegate && gateways.length + tls.length + tcp.length > 0) return false;
  const mesh = gateways.length === 0 || gateways.includes('mesh');
  if (!hosts.every((host) => validHost(host, mesh))) return false;
  if (hosts.some((host, i) => hosts.slice(i + 1).some((other) => hostsOverlap(host, other)))) return false;
  if (mesh && http.some((rule) => records(rule['match']).some(byClaim))) return false;
  return (
    http.every((rule) => validRule(rule, delegate)) &&
    tls.every((rule) => validTlsRule(rule, hosts)) &&
    tcp.every((rule) => validDestinations(rule['route'], true))
  );
}

function validHost(host: string, mesh: boolean): boolean {
  if (isAddress(host)) return true;
  if (host === '' || host.slice(1).includes('*') || /[/: ]/.test(host)) return false;
  return !(mesh && host === '*');
}

/** Whether a match looks at claims of a token, which only gateways know. */
function byClaim(match: Fields): boolean {
  return [match['headers'], match['withoutHeaders']].some((headers) =>
    Object.keys(record(headers)).some((name) => name.startsWith('@request.auth.claims')),
  );
}

function validRule(rule: Fields, delegate: boolean): boolean {
  const destinations = records(rule['route']);
  const { redirect, directResponse, rewrite, fault } = rule;
  const root = !delegate && isRecord(rule['delegate']);
  if (delegate && isRecord(rule['delegate'])) return false;
  if (root && (isRecord(redirect) || rule['route'] !== undefined)) return false;
  if (!root) {
    const answers = Number(isRecord(redirect)) + Number(isRecord(directResponse));
    if (answers === 0 && destinations.length === 0) return false;
    if (answers > 1 || (answers === 1 && (destinations.length > 0 || isRecord(fault) || isRecord(rewrite))))
      return false;
    if (isRecord(rule['mirror']) && records(rule['mirrors']).length > 0) return false;
  }
  return (
    records(rule['match']).every(validMatch) &&
    validTimes(rule) &&
    validRedirect(rule) &&
    validRewrite(rule) &&
    validFault(record(fault)) &&
    validDestinations(rule['route'], false)
  );
}

function validMatch(match: Fields): boolean {
  const uri = stringMatch(match['uri']);
  if (!valid(uri)) return false;
  const single = [match['scheme'], match['method'], match['authority']];
  const several = [match['headers'], match['withoutHeaders'], match['queryParams']].flatMap((part) =>
    Object.values(record(part)),
  );
  return [...single, ...several]
    .map(stringMatch)
    .every((item) => valid(item) && !(item?.kind === 'prefix' && item.value === ''));
}

function validTimes(rule: Fields): boolean {
  const retries = record(rule['retries']);
  const attempts = number(retries['attempts']) ?? 0;
  const { perTryTimeout, retryOn, retryRemoteLocalities, backoff } = retries;
  if (attempts < 0) return false;
  if (attempts === 0 && (perTryTimeout !== undefined || text(retryOn) !== '' || retryRemoteLocalities !== undefined)) {
    return false;
  }
  if (![rule['timeout'], perTryTimeout, backoff].every(validDuration)) return false;
  return (
    text(retryOn) === '' ||
    text(retryOn)
      .split(',')
      .every((condition) => /^[1-5]\d\d$/.test(condition) || RETRY_ON.has(condition))
  );
}

function validDuration(value: unknown): boolean {
  if (value === undefined) return true;
  const duration = seconds(value);
  return duration !== undefined && duration >= 0.001;
}

function validRedirect(rule: Fields): boolean {
  if (!isRecord(rule['redirect'])) return true;
  const redirect = rule['redirect'];
  const uri = text(redirect['uri']);
  const prefix = text(redirect['prefixRewrite']);
  const code = number(redirect['redirectCode']) ?? 0;
  const scheme = text(redirect['scheme']);
  if (uri !== '' && prefix !== '') return false;
  if (
    prefix !== '' &&
    records(rule['match']).some((match) => isRecord(match['uri']) && match['uri']['prefix'] === undefined)
  ) {
    return false;
  }
  const ported = redirect['port'] !== undefined || redirect['derivePort'] !== undefined;
  if (uri === '' && prefix === '' && text(redirect['authority']) === '' && scheme === '' && !ported) return false;
  return (code === 0 || (code >= 300 && code <= 399)) && (scheme === '' || scheme === 'http' || scheme === 'https');
}

function validRewrite(rule: Fields): boolean {
  if (!isRecord(rule['rewrite'])) return true;
  const rewrite = rule['rewrite'];
  const expression = rewrite['uriRegexRewrite'];
  if (text(rewrite['uri']) !== '' && isRecord(expression)) return false;
  if (text(rewrite['uri']) === '' && !isRecord(expression) && text(rewrite['authority']) === '') return false;
  if (!isRecord(expression)) return true;
  return (
    text(expression['match']) !== '' &&
    text(expression['rewrite']) !== '' &&
    regex(text(expression['match'])) !== undefined
  );
}

function validFault(fault: Fields): boolean {
  const delay = record(fault['delay']);
  if (delay['exponentialDelay'] !== undefined || !validDuration(delay['fixedDelay'])) return false;
  const status = record(fault['abort'])['httpStatus'];
  if (status !== undefined && !((number(status) ?? 0) >= 200 && (number(status) ?? 0) <= 600)) return false;
  return [delay, record(fault['abort'])].every((part) => {
    const percent = number(record(part['percentage'])['value']) ?? 0;
    return percent >= 0 && percent <= 100;
  });
}

function validTlsRule(rule: Fields, hosts: readonly string[]): boolean {
  const matches = records(rule['match']);
  if (matches.length === 0 || !validDestinations(rule['route'], true)) return false;
  return matches.every((match) => {
    const names = texts(match['sniHosts']);
    return names.length > 0 && names.every((name) => hosts.some((host) => isSubsetOf(name, host)));
  });
}

function validDestinations(value: unknown, required: boolean): boolean {
  const destinations = records(value);
  if (required && destinations.length === 0) return false;
  const weights = destinations.map((destination) => number(destination['weight']) ?? 0);
  if (weights.some((weight) => weight < 0)) return false;
  if (destinations.length > 1 && weights.every((weight) => weight === 0)) return false;
  return destinations.every((destination) => {
    const host = text(record(destination['destination'])['host']);
    return host !== '' && host !== '*' && !host.slice(1).includes('*') && !/[/: ]/.test(host);
  });
}
