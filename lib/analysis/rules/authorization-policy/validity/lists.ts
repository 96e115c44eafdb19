import { isAddressOrPrefix } from '../../../model/address';
import { list, texts } from '../../../model/json';
import { negated } from '../../../model/policy-rules';
import type { Problems } from '../../../model/validity/problems';
import type { Fields } from '../../../../snapshot';
import { pathTemplateProblem } from './path-template';

const both = (names: readonly string[]): string[] => names.flatMap((name) => [name, negated(name)]);

const ADDRESSES = both(['ipBlocks', 'remoteIpBlocks']);
const ACCOUNTS = both(['serviceAccounts']);
const DOMAINS = both(['trustDomains']);
const NAMES = both(['principals', 'requestPrincipals', 'namespaces']);
const IDENTITIES = both(['principals', 'namespaces']);

/** What a TCP proxy knows of its peer. */
export const TCP_SOURCE = [...both(['principals', 'namespaces', 'ipBlocks', 'remoteIpBlocks', 'serviceAccounts'])];

const MOST_ACCOUNTS = 16;
const LONGEST_ACCOUNT = 320;

/** `source` of rule number `rule`. */
export function checkSource(problems: Problems, source: Fields, path: string, rule: number): void {
  const has = (names: readonly string[]) => names.some((name) => list(source[name]).length > 0);
  if (has(IDENTITIES) && has(ACCOUNTS)) {
    problems.error(path, `serviceAccounts excludes namespaces and principals in one source (rule ${rule}); use two`);
  }
  if (!has([...NAMES, ...ADDRESSES, ...ACCOUNTS, ...DOMAINS]))
    problems.error(path, `the source of rule ${rule} is empty`);
  for (const name of ADDRESSES) {
    for (const value of texts(source[name])) problems.error(`${path}.${name}`, ipProblem(value));
  }
  for (const name of [...NAMES, ...ADDRESSES]) problems.error(`${path}.${name}`, emptyProblem(name, source[name]));
  for (const name of ACCOUNTS) problems.error(`${path}.${name}`, accountsProblem(name, texts(source[name])));
  for (const name of DOMAINS) problems.error(`${path}.${name}`, domainsProblem(name, texts(source[name])));
}

/** `operation` of rule number `rule`. */
export function checkOperation(problems: Problems, operation: Fields, path: string, rule: number): void {
  const names = both(['ports', 'methods', 'paths', 'hosts']);
  if (!names.some((name) => list(operation[name]).length > 0)) {
    problems.error(path, `the operation of rule ${rule} is empty`);
  }
  for (const name of both(['ports'])) {
    for (const value of texts(operation[name])) problems.error(`${path}.${name}`, portTextProblem(value));
  }
  for (const name of names) problems.error(`${path}.${name}`, emptyProblem(name, operation[name]));
  for (const name of both(['paths']))
    problems.error(`${path}.${name}`, pathTemplateProblem(name, texts(operation[name])));
}

/** An IP address or a range. */
export function ipProblem(value: string): string | undefined {
  return isAddressOrPrefix(value) ? undefined : `"${value}" is neither an IP address nor a CIDR range`;
}

/** A port, written as text. */
export function portTextProblem(value: string): string | undefined {
  return /^\d+$/.test(value) && Number(value) <= 65535 ? undefined : `"${value}" is no port number`;
}

/** The first empty text of a list. */
export function emptyProblem(name: string, values: unknown): string | undefined {
  return texts(values).includes('') ? `${name} has an empty value` : undefined;
}

/** Names of service accounts: `account` or `namespace/account`. */
export function accountsProblem(name: string, values: readonly string[]): string | undefined {
  if (values.length > MOST_ACCOUNTS) return `${name} has over ${MOST_ACCOUNTS} values`;
  for (const value of values) {
    if (value === '') return `${name} has an empty value`;
    if (value.includes('*')) return `"${value}" in ${name} has a wildcard, which is not allowed there`;
    const parts = value.split('/');
    if (parts.length > 2 || parts.includes('')) return `"${value}" in ${name} is neither account nor namespace/account`;
    if (Buffer.byteLength(value) > LONGEST_ACCOUNT) return `"${value}" in ${name} has over ${LONGEST_ACCOUNT} bytes`;
  }
  return undefined;
}

/** At most one wildcard, first or last. */
export function wildcardsProblem(name: string, values: readonly string[]): string | undefined {
  const empty = emptyProblem(name, values);
  if (empty !== undefined) return empty;
  for (const value of values) {
    const stars = value.split('*').length - 1;
    if (stars > 1) return `"${value}" in ${name} has several wildcards`;
    if (stars === 1 && !value.startsWith('*') && !value.endsWith('*')) {
      return `"${value}" in ${name} has a wildcard inside; it may stand first or last`;
    }
  }
  return undefined;
}

function domainsProblem(name: string, values: readonly string[]): string | undefined {
  const slash = values.find((value) => value.includes('/'));
  return wildcardsProblem(name, values) ?? (slash === undefined ? undefined : `"${slash}" in ${name} has a slash`);
}
