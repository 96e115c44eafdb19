import type { Fields } from '../../snapshot';
import type { Config } from '../model/config';
import { flag, isRecord, number, record, records, text, textMap, texts } from '../model/fields';
import { fullName, gatewayName } from '../model/names';
import { stringMatch, type StringMatch } from '../model/string-match';

/** Where a rule stands: for explanations. */
export interface RuleOrigin {
  readonly config: Config;
  readonly section: 'http' | 'tls' | 'tcp';
  readonly index: number;
}

/** One destination with its share. */
export interface Destination {
  readonly host: string;
  readonly subset: string;
  readonly port: number | undefined;
  readonly weight: number;
  readonly headers: Fields;
}

/** One match block of an http rule. */
export interface HttpMatch {
  readonly name: string;
  readonly uri?: StringMatch;
  readonly scheme?: StringMatch;
  readonly method?: StringMatch;
  readonly authority?: StringMatch;
  readonly headers: ReadonlyMap<string, StringMatch>;
  readonly withoutHeaders: ReadonlyMap<string, StringMatch>;
  readonly queryParams: ReadonlyMap<string, StringMatch>;
  readonly ignoreUriCase: boolean;
  readonly port: number;
  readonly sourceLabels: ReadonlyMap<string, string>;
  readonly sourceNamespace: string;
  readonly gateways: readonly string[];
}

/** An http rule; `policy` holds the fields that say what is done, as written. */
export interface HttpRule {
  readonly name: string;
  readonly matches: readonly HttpMatch[];
  readonly destinations: readonly Destination[];
  readonly mirrors: readonly Mirror[];
  readonly policy: Fields;
  readonly origin: RuleOrigin;
  /** The rule of the parent VirtualService that handed over to this one. */
  readonly via?: RuleOrigin;
}

/** A copy of the traffic; 0 % is left out by whoever compiles it. */
export interface Mirror {
  readonly destination: Destination;
  readonly percent: number;
}

/** One match of a tls or tcp rule. */
export interface L4Match {
  readonly sniHosts: readonly string[];
  readonly subnets: readonly string[];
  readonly port: number;
  readonly sourceLabels: ReadonlyMap<string, string>;
  readonly sourceNamespace: string;
  readonly gateways: readonly string[];
}

/** A tls or tcp rule. */
export interface L4Rule {
  readonly matches: readonly L4Match[];
  readonly destinations: readonly Destination[];
  readonly origin: RuleOrigin;
}

/** A VirtualService with every name resolved. */
export interface VirtualService {
  readonly config: Config;
  readonly hosts: readonly string[];
  readonly gateways: readonly string[];
  readonly http: readonly HttpRule[];
  readonly tls: readonly L4Rule[];
  readonly tcp: readonly L4Rule[];
  readonly exportTo: readonly string[];
}

/** Reads a VirtualService. Delegates are put in by the index. */
export function readVirtualService(config: Config, domain: string): VirtualService {
  const { spec, namespace } = config;
  const names: Names = {
    host: (name) => (config.semantics === 'gateway' ? name : fullName(name, namespace, domain)),
    gateway: (name) => gatewayName(name, namespace),
  };
  const gateways = texts(spec['gateways']).map(names.gateway);
  return {
    config,
    hosts: texts(spec['hosts']).map(names.host),
    gateways: gateways.length > 0 ? gateways : ['mesh'],
    http: records(spec['http']).map((rule, index) => readHttpRule(rule, { config, section: 'http', index }, names)),
    tls: records(spec['tls']).map((rule, index) => readL4Rule(rule, { config, section: 'tls', index }, names)),
    tcp: records(spec['tcp']).map((rule, index) => readL4Rule(rule, { config, section: 'tcp', index }, names)),
    exportTo: texts(spec['exportTo']).map((scope) => (scope === '.' ? namespace : scope)),
  };
}

interface Names {
  readonly host: (name: string) => string;
  readonly gateway: (name: string) => string;
}

function readHttpRule(rule: Fields, origin: RuleOrigin, names: Names): HttpRule {
  return {
    name: text(rule['name']),
    matches: records(rule['match']).map((match) => readHttpMatch(match, names)),
    destinations: records(rule['route']).map((part) => readDestination(part, names)),
    mirrors: readMirrors(rule, names),
    policy: rule,
    origin,
  };
}

function readHttpMatch(match: Fields, names: Names): HttpMatch {
  return {
    name: text(match['name']),
    uri: stringMatch(match['uri']),
    scheme: stringMatch(match['scheme']),
    method: stringMatch(match['method']),
    authority: stringMatch(match['authority']),
    headers: stringMatches(match['headers']),
    withoutHeaders: stringMatches(match['withoutHeaders']),
    queryParams: stringMatches(match['queryParams']),
    ignoreUriCase: flag(match['ignoreUriCase']),
    port: number(match['port']) ?? 0,
    sourceLabels: textMap(match['sourceLabels']),
    sourceNamespace: text(match['sourceNamespace']),
    gateways: texts(match['gateways']).map(names.gateway),
  };
}

function stringMatches(value: unknown): ReadonlyMap<string, StringMatch> {
  const out = new Map<string, StringMatch>();
  for (const [name, item] of Object.entries(record(value)))
    out.set(name, stringMatch(item ?? {}) ?? { kind: 'present' });
  return out;
}

function readMirrors(rule: Fields, names: Names): readonly Mirror[] {
  const out: Mirror[] = [];
  if (isRecord(rule['mirror'])) {
    const percentage = rule['mirrorPercentage'] ?? rule['mirror_percentage'];
    const percent = isRecord(percentage)
      ? (number(percentage['value']) ?? 0)
      : (number(rule['mirrorPercent'] ?? rule['mirror_percent']) ?? 100);
    out.push({ destination: readDestination({ destination: rule['mirror'] }, names), percent });
  }
  for (const mirror of records(rule['mirrors'])) {
    if (!isRecord(mirror['destination'])) continue;
    const percentage = mirror['percentage'];
    const percent = isRecord(percentage) ? (number(percentage['value']) ?? 0) : 100;
    out.push({ destination: readDestination(mirror, names), percent });
  }
  return out.filter(({ percent }) => percent > 0);
}

function readDestination(part: Fields, names: Names): Destination {
  const destination = record(part['destination']);
  return {
    host: names.host(text(destination['host'])),
    subset: text(destination['subset']),
    port: isRecord(destination['port']) ? (number(destination['port']['number']) ?? 0) : undefined,
    weight: number(part['weight']) ?? 0,
    headers: record(part['headers']),
  };
}

function readL4Rule(rule: Fields, origin: RuleOrigin, names: Names): L4Rule {
  return {
    matches: records(rule['match']).map((match) => ({
      sniHosts: texts(match['sniHosts']),
      subnets: texts(match['destinationSubnets']),
      port: number(match['port']) ?? 0,
      sourceLabels: textMap(match['sourceLabels']),
      sourceNamespace: text(match['sourceNamespace']),
      gateways: texts(match['gateways']).map(names.gateway),
    })),
    destinations: records(rule['route']).map((part) => readDestination(part, names)),
    origin,
  };
}
