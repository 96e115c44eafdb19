/** Values as istiod's webhook reads them; each answers what is wrong with one, or undefined. */
import { isAddress, isPrefix } from '../address';
import { nanoseconds } from '../duration';
import { fields, number, text } from '../json';
import { isKnownProtocol } from '../protocols';
import type { Problem } from './problems';

const LABEL = /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const WILDCARD_LABEL = /^(?:\*|(?:\*|\*-)?[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)$/;
/** Labels that are all well-formed, the last of them beginning with a letter: nearly every host that anybody writes. */
const USUAL_LABELS = /^(?:[a-zA-Z0-9](?:[-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?\.)*[a-zA-Z](?:[-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/;
const LONGEST_LABEL = 63;
const LONGEST_NAME = 255;

/** Letters of either case, digits and `-`, at most 63. */
export function isDnsLabel(value: string): boolean {
  return value.length <= LONGEST_LABEL && LABEL.test(value);
}

/** A full host name; one trailing dot is fine. */
export function fqdnProblem(name: string): Problem {
  return lengthProblem(name) ?? labelsProblem(name);
}

/** A host name whose first label may begin with `*`. */
export function wildcardProblem(name: string): Problem {
  const problem = lengthProblem(name);
  if (problem !== undefined || USUAL_LABELS.test(name)) return problem;
  const dot = name.indexOf('.');
  const first = dot < 0 ? name : name.slice(0, dot);
  if (first.length > LONGEST_LABEL || !WILDCARD_LABEL.test(first)) return badLabel(name, first);
  return dot < 0 ? undefined : labelsProblem(name.slice(dot + 1));
}

function lengthProblem(name: string): Problem {
  if (name === '') return 'the host is empty; give a host name';
  return name.length > LONGEST_NAME ? `host "${name}" has over ${LONGEST_NAME} characters` : undefined;
}

function labelsProblem(name: string): Problem {
  if (USUAL_LABELS.test(name)) return undefined;
  const labels = name.split('.');
  const last = labels[labels.length - 1]!;
  if (/^[-+]?\d+$/.test(last)) return `host "${name}" ends in a number; an IP address is no host name here`;
  const wrong = labels.find((label, i) => !(label === '' && i === labels.length - 1) && !isDnsLabel(label));
  return wrong === undefined ? undefined : badLabel(name, wrong);
}

function badLabel(name: string, label: string): string {
  return `host "${name}" is invalid: "${label}" is no DNS label; a wildcard may only be the first label`;
}

/** `*a.com` and `*-a.com` are wildcards that Istio does not match. */
export function partialWildcardProblem(host: string): Problem {
  if (!host.includes('*') || host.length === 1 || host.startsWith('*.')) return undefined;
  return `partial wildcard "${host}" is not allowed; use *. and a domain`;
}

/** 1 to 65535. */
export function portProblem(value: unknown): Problem {
  const port = number(value);
  return Number.isInteger(port) && port >= 1 && port <= 65535 ? undefined : `port ${port} is not within 1 to 65535`;
}

export function portNameProblem(name: string): Problem {
  return isDnsLabel(name) ? undefined : `port name "${name}" is no DNS label; use letters, digits and -`;
}

/** A protocol that Istio knows, or none. */
export function protocolProblem(protocol: string): Problem {
  if (protocol === '' || isKnownProtocol(protocol)) return undefined;
  return `protocol "${protocol}" is unknown; use HTTP, HTTP2, GRPC, HTTPS, TLS, TCP, MONGO, REDIS or MYSQL`;
}

export function addressProblem(value: string): Problem {
  return isAddress(value) ? undefined : `"${value}" is no IP address`;
}

export function subnetProblem(value: string): Problem {
  if (value.split('/').length !== 2) return addressProblem(value);
  return isPrefix(value) ? undefined : `"${value}" is no CIDR block`;
}

export const UNIX = 'unix://';

/** What follows `unix://`. */
export function unixProblem(path: string): Problem {
  if (path === '') return 'the path of the unix socket is empty';
  if (path.startsWith('@')) return undefined;
  return path.startsWith('/') && !path.endsWith('/') ? undefined : `"${path}" is no absolute path to a socket`;
}

const MILLISECOND = 1_000_000n;

/** At least a millisecond, in whole milliseconds. What is no duration at all, the schema refuses. */
export function durationProblem(value: unknown): Problem {
  const length = nanoseconds(text(value));
  if (length === undefined) return undefined;
  if (length < MILLISECOND) return `duration ${text(value)} is shorter than 1ms`;
  return length % MILLISECOND === 0n ? undefined : `duration ${text(value)} is not in whole milliseconds`;
}

/** Labels of workloads, as selectors of routes and subsets have them. */
export function labelProblems(labels: unknown): readonly string[] {
  return Object.entries(fields(labels)).flatMap(([key, one]) => {
    const value = text(one);
    const problems: string[] = [];
    if (!isLabelKey(key)) problems.push(`label key "${key}" is invalid`);
    if (!/^(?:(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/.test(value)) {
      problems.push(`label value "${value}" of "${key}" is invalid`);
    }
    return problems;
  });
}

function isLabelKey(key: string): boolean {
  const slash = key.indexOf('/');
  const [prefix, name] = slash < 0 ? [undefined, key] : [key.slice(0, slash), key.slice(slash + 1)];
  if (prefix !== undefined && (prefix.length > 253 || !prefix.split('.').every((one) => LABEL.test(one)))) return false;
  return name.length <= LONGEST_LABEL && /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/.test(name);
}
