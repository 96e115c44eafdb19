import { addressRange, inRange } from '../listeners/address-range';
import { keyOf, type Config } from '../model/config';
import { record, records, text, texts } from '../model/fields';
import { matchesWhole } from '../model/regex';
import { claim, type RequestView } from '../routes/request-view';
import type { Fields } from '../../snapshot';
import { fits, fitsTemplate, isTemplate, quoted } from './string-pattern';

/** What a policy can look at. */
export interface Caller {
  /** SPIFFE id of the client certificate; undefined without one. */
  readonly principal: string | undefined;
  /** Address of the peer. */
  readonly sourceIp: string;
  /** Address of the original client, as far as proxies in front are trusted. */
  readonly remoteIp: string;
  /** Port of the workload that was reached. */
  readonly port: number;
  readonly sni: string;
  /** Trust domains that stand for each other: the mesh's own and its aliases. */
  readonly trustDomains: readonly string[];
  /** Undefined on an opaque connection. */
  readonly request: RequestView | undefined;
}

/** What policies decided. */
export type Authorization =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly by: string; readonly policy: Config | undefined }
  | { readonly allowed: 'unsupported'; readonly field: string };

/**
 * Asks the policies of a workload: DENY first, then ALLOW; without an ALLOW policy everything else is let in.
 *
 * @param policies those that hold for the workload
 */
export function authorize(policies: readonly Config[], caller: Caller): Authorization {
  if (policies.length === 0) return ALLOWED;
  const enforced = policies.filter(({ annotations }) => annotations.get('istio.io/dry-run') !== 'true');
  for (const policy of enforced) {
    if (actionOf(policy) === 'CUSTOM' && ruleThatFits(policy, caller, false) !== undefined) {
      return { allowed: 'unsupported', field: `AuthorizationPolicy ${keyOf(policy)} spec.action CUSTOM` };
    }
  }
  for (const policy of enforced) {
    if (actionOf(policy) !== 'DENY') continue;
    const rule = ruleThatFits(policy, caller, false);
    if (rule !== undefined) return { allowed: false, by: `${keyOf(policy)} rule ${rule}`, policy };
  }
  const allowing = enforced.filter((policy) => actionOf(policy) === 'ALLOW');
  if (allowing.length === 0) return ALLOWED;
  for (const policy of allowing) if (ruleThatFits(policy, caller, true) !== undefined) return ALLOWED;
  return { allowed: false, by: 'no ALLOW policy fits', policy: undefined };
}

const ALLOWED: Authorization = { allowed: true };

function actionOf(policy: Config): string {
  return text(policy.spec['action']) || 'ALLOW';
}

/** Raised inside one rule where it looks at HTTP on an opaque connection. */
const HTTP_ONLY = Symbol('http only');
type Answer = boolean | typeof HTTP_ONLY;

/** Index of the first rule that fits. On opaque connections HTTP conditions void an ALLOW rule and are left out of others. */
function ruleThatFits(policy: Config, caller: Caller, allow: boolean): number | undefined {
  const rules = policy.spec['rules'];
  if (!Array.isArray(rules)) return undefined;
  const found = rules.findIndex((rule) => ruleFits(policy, record(rule), caller, allow));
  return found < 0 ? undefined : found;
}

function ruleFits(policy: Config, rule: Fields, caller: Caller, allow: boolean): boolean {
  let voided = false;
  const all = (answers: readonly Answer[]): boolean =>
    answers.every((answer) => {
      if (answer !== HTTP_ONLY) return answer;
      voided = true;
      return true;
    });
  const when = all(records(rule['when']).flatMap((condition) => conditionAnswers(policy, condition, caller)));
  // every part is looked at, since an HTTP condition anywhere voids an ALLOW rule
  const from = records(rule['from']).map((source) => all(sourceAnswers(policy, record(source['source']), caller)));
  const to = records(rule['to']).map((operation) => all(operationAnswers(record(operation['operation']), caller)));
  if (allow && voided) return false;
  return when && (from.length === 0 || from.includes(true)) && (to.length === 0 || to.includes(true));
}

function either(
  part: Fields,
  field: string,
  test: (value: string) => boolean,
  http: boolean,
  caller: Caller,
): readonly Answer[] {
  const not = `not${field.charAt(0).toUpperCase()}${field.slice(1)}`;
  return valueAnswers(texts(part[field]), texts(part[not]), test, http && !caller.request);
}

function valueAnswers(
  values: readonly string[],
  notValues: readonly string[],
  test: (value: string) => boolean,
  impossible: boolean,
): readonly Answer[] {
  const out: Answer[] = [];
  if (values.length > 0) out.push(impossible ? HTTP_ONLY : values.some(test));
  if (notValues.length > 0) out.push(impossible ? HTTP_ONLY : !notValues.some(test));
  return out;
}

function sourceAnswers(policy: Config, source: Fields, caller: Caller): readonly Answer[] {
  return [
    ...either(source, 'principals', (value) => principalFits(value, caller), false, caller),
    ...either(source, 'requestPrincipals', (value) => tokenFits(value, caller.request), true, caller),
    ...either(source, 'namespaces', (value) => namespaceFits(value, caller), false, caller),
    ...either(source, 'serviceAccounts', (value) => serviceAccountFits(value, policy.namespace, caller), false, caller),
    ...either(source, 'trustDomains', (value) => trustDomainFits(value, caller), false, caller),
    ...either(source, 'ipBlocks', (value) => blockFits(value, caller.sourceIp), false, caller),
    ...either(source, 'remoteIpBlocks', (value) => blockFits(value, caller.remoteIp), false, caller),
  ];
}

function operationAnswers(operation: Fields, caller: Caller): readonly Answer[] {
  const { request } = caller;
  return [
    ...either(operation, 'ports', (value) => Number(value) === caller.port, false, caller),
    ...either(operation, 'hosts', (value) => fits(value, request?.authority ?? '', true), true, caller),
    ...either(operation, 'methods', (value) => fits(value, request?.method ?? ''), true, caller),
    ...either(operation, 'paths', (value) => pathFits(value, request?.path ?? ''), true, caller),
  ];
}

function conditionAnswers(policy: Config, condition: Fields, caller: Caller): readonly Answer[] {
  const key = text(condition['key']);
  const { request } = caller;
  const test = (http: boolean, fit: (value: string) => boolean): readonly Answer[] =>
    valueAnswers(texts(condition['values']), texts(condition['notValues']), fit, http && !request);
  const bracket = /^(request\.headers|request\.auth\.claims)\[(.*)\]$/.exec(key);
  if (bracket?.[1] === 'request.headers') {
    const given = headerValue(bracket[2] ?? '', request);
    return test(true, (value) => given !== undefined && (value === '*' || fits(value, given)));
  }
  if (bracket) return test(true, (value) => claimFits(value, claim(request?.claims, (bracket[2] ?? '').split(']['))));
  switch (key) {
    case 'source.ip':
      return test(false, (value) => blockFits(value, caller.sourceIp));
    case 'remote.ip':
      return test(false, (value) => blockFits(value, caller.remoteIp));
    case 'source.namespace':
      return test(false, (value) => namespaceFits(value, caller));
    case 'source.principal':
      return test(false, (value) => principalFits(value, caller));
    case 'source.serviceAccount':
      return test(false, (value) => serviceAccountFits(value, policy.namespace, caller));
    case 'source.trustDomain':
      return test(false, (value) => trustDomainFits(value, caller));
    case 'request.auth.principal':
      return test(true, (value) => tokenFits(value, request));
    case 'request.auth.audiences':
      return test(true, (value) => claimFits(value, claim(request?.claims, ['aud'])));
    case 'request.auth.presenter':
      return test(true, (value) => claimFits(value, claim(request?.claims, ['azp'])));
    case 'destination.port':
      return test(false, (value) => Number(value) === caller.port);
    case 'connection.sni':
      return test(false, (value) => fits(value, caller.sni));
    default:
      // an attribute that nobody knows takes the whole rule out
      return [false];
  }
}

function headerValue(name: string, request: RequestView | undefined): string | undefined {
  const key = name.toLowerCase();
  if (key === ':authority') return request?.authority;
  if (key === ':method') return request?.method;
  if (key === ':path') return request && request.path + (request.query === undefined ? '' : `?${request.query}`);
  return request?.headers.get(key);
}

function principalFits(written: string, { principal, trustDomains }: Caller): boolean {
  if (principal === undefined) return false;
  return spellings(written, trustDomains).some((value) => oneFits(value, principal));
}

/** A full principal of the mesh's trust domain, or of cluster.local, means the same of every alias. */
function spellings(value: string, trustDomains: readonly string[]): readonly string[] {
  const parts = value.split('/');
  const domain = parts[0] ?? '';
  if (parts.length !== 5 || domain === '*' || !(trustDomains.includes(domain) || domain === 'cluster.local'))
    return [value];
  return trustDomains.map((one) => [one, ...parts.slice(1)].join('/'));
}

function oneFits(value: string, principal: string): boolean {
  if (value === '*') return principal !== '';
  // the scheme belongs to what is compared, except behind a leading star
  return value.startsWith('*') ? fits(value, principal) : fits(`spiffe://${value}`, principal);
}

function namespaceFits(value: string, { principal }: Caller): boolean {
  if (principal === undefined) return false;
  return matchesWhole(`.*/ns/${value.split('*').map(quoted).join('.*')}/.*`, principal);
}

function serviceAccountFits(value: string, namespace: string, { principal }: Caller): boolean {
  if (principal === undefined) return false;
  const slash = value.indexOf('/');
  const [ns, account] = slash < 0 ? [namespace, value] : [value.slice(0, slash), value.slice(slash + 1)];
  return matchesWhole(`spiffe://.+/ns/${quoted(ns)}/(.+/|)sa/${quoted(account)}(/.+)?`, principal);
}

function trustDomainFits(written: string, { principal, trustDomains }: Caller): boolean {
  if (principal === undefined) return false;
  return (trustDomains.includes(written) ? trustDomains : [written]).some((value) => domainFits(value, principal));
}

function domainFits(value: string, principal: string): boolean {
  if (value === '*') return principal.startsWith('spiffe://');
  return matchesWhole(`spiffe://${value.split('*').map(quoted).join('[^/]*')}/.*`, principal);
}

function blockFits(value: string, address: string): boolean {
  const range = addressRange(value);
  return range !== undefined && inRange(range, address);
}

function pathFits(value: string, path: string): boolean {
  return isTemplate(value) ? fitsTemplate(value, path) : fits(value, path);
}

/** Whether issuer and subject of the token fit `issuer/subject`. */
function tokenFits(value: string, request: RequestView | undefined): boolean {
  const issuer = request?.claims?.get('iss');
  const subject = request?.claims?.get('sub');
  if (typeof issuer !== 'string' || typeof subject !== 'string') return false;
  const slash = value.lastIndexOf('/');
  const [iss, sub] = slash < 0 ? [value, ''] : [value.slice(0, slash), value.slice(slash + 1)];
  if (value === '*') return issuer !== '' && subject !== '';
  if (value.startsWith('*')) {
    if (slash < 0) return issuer !== '' && subject.endsWith(value.slice(1));
    return (iss === '*' ? issuer !== '' : issuer.endsWith(iss.slice(1))) && subject === sub;
  }
  if (value.endsWith('*')) {
    if (slash < 0) return issuer.startsWith(value.slice(0, -1)) && subject !== '';
    return issuer === iss && (sub === '*' ? subject !== '' : subject.startsWith(sub.slice(0, -1)));
  }
  return issuer === iss && subject === sub;
}

function claimFits(value: string, given: unknown): boolean {
  if (Array.isArray(given)) return given.some((item) => typeof item === 'string' && fits(value, item));
  return typeof given === 'string' && fits(value, given);
}
