/** The rules of VirtualServices as a gateway puts those of one host together, and which of them it cannot tell apart. */
import type { Fields, Resource } from '../../snapshot';
import { matchesAt } from './gateway-names';
import { canonical, maybe, number, objects, texts } from './json';
import { coversMatch, takesAll } from './match-cover';
import { textForm } from './text-cover';

/** One match of a rule; a rule without match has an empty one. */
interface GatewayMatch {
  readonly match: Fields;
  /** Index of the rule within its family. */
  readonly index: number;
}

interface HttpMatch extends GatewayMatch {
  /** What the rule does, as a text that is the same for the same. */
  readonly action: string;
  /** Whatever was created first, what takes everything comes last. */
  readonly isLast: boolean;
  /** Path or prefix in lower case; undefined where it asks for neither. */
  readonly path: string | undefined;
}

/** The rules of a VirtualService that a gateway has. */
export interface GatewayRules {
  readonly resource: Resource;
  readonly gateway: string;
  readonly http: readonly HttpMatch[];
  readonly tls: readonly GatewayMatch[];
  readonly tcp: readonly GatewayMatch[];
}

/** What two VirtualServices both claim; `path` is in the later one. */
export interface Clash {
  readonly rival: Resource;
  readonly path: string;
  readonly what: string;
}

/** The rules of a VirtualService that count at a gateway. */
export function rulesAtGateway(resource: Resource, gateway: string): GatewayRules {
  return {
    resource,
    gateway,
    http: httpMatches(resource, gateway),
    tls: matchesOf(resource, 'tls', gateway),
    tcp: matchesOf(resource, 'tcp', gateway),
  };
}

/** The first rule of one that takes all requests, or some requests for certain, of a rule of the other. */
export function clashOf(rival: GatewayRules, rules: GatewayRules): Clash | undefined {
  return httpClash(rival, rules) ?? tlsClash(rival, rules) ?? tcpClash(rival, rules);
}

function httpClash({ resource: rival, http: others, gateway }: GatewayRules, { http }: GatewayRules) {
  for (const own of http) {
    const isClash = (one: HttpMatch) =>
      isNear(one.path, own.path) &&
      one.action !== own.action &&
      one.isLast === own.isLast &&
      (coversMatch(one.match, own.match, [gateway]) || coversMatch(own.match, one.match, [gateway]));
    const clash = others.find(isClash);
    if (clash) return { rival, path: `spec.http[${own.index}]`, what: `rule #${clash.index} for the same requests` };
  }
  return undefined;
}

/** Whether one path may take the other's requests. There may be hundreds of rules for one host, so this comes first. */
function isNear(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a.startsWith(b) || b.startsWith(a);
}

/** Of TLS with one server name twice, a gateway leaves out the whole match that comes second. */
function tlsClash({ resource: rival, tls: others }: GatewayRules, { tls }: GatewayRules) {
  for (const { match, index } of tls) {
    const names = texts(match.sniHosts);
    const clash = others.find(
      (one) => sharesPort(one.match, match) && texts(one.match.sniHosts).some((name) => names.includes(name)),
    );
    if (clash) return { rival, path: `spec.tls[${index}]`, what: `tls rule #${clash.index} for the same server name` };
  }
  return undefined;
}

/** Of TCP, a server takes the first rule that fits. */
function tcpClash({ resource: rival, tcp: others }: GatewayRules, { tcp }: GatewayRules) {
  for (const { match, index } of tcp) {
    const clash = others.find((one) => sharesPort(one.match, match));
    if (clash) return { rival, path: `spec.tcp[${index}]`, what: `tcp rule #${clash.index} for the same port` };
  }
  return undefined;
}

function httpMatches(resource: Resource, gateway: string): readonly HttpMatch[] {
  const rules = objects(resource.spec.http);
  const actions = rules.map((one) => canonical({ ...one, match: undefined, name: undefined }));
  return matchesOf(resource, 'http', gateway).flatMap(({ match, index }): HttpMatch[] => {
    // A delegate may take a part only.
    if (maybe(rules[index]!.delegate)) return [];
    const { kind, value } = textForm(match.uri);
    const path = kind === 'exact' || kind === 'prefix' ? value.toLowerCase() : undefined;
    return [{ match, index, action: actions[index]!, isLast: takesAll(match), path }];
  });
}

function matchesOf({ spec, namespace }: Resource, family: 'http' | 'tls' | 'tcp', gateway: string): GatewayMatch[] {
  return objects(spec[family]).flatMap((one, index) =>
    matchesAt(one, namespace, gateway).map((match) => ({ match, index })),
  );
}

function sharesPort(a: Fields, b: Fields): boolean {
  return number(a.port) === 0 || number(b.port) === 0 || a.port === b.port;
}
