import { boundGateways, withGatewayNames } from '../../model/gateway-names';
import { hostsAtGateway } from '../../model/hosts-at-gateway';
import { canonical, list, maybe, number, objects, texts } from '../../model/json';
import { GATEWAY, VIRTUAL_SERVICE } from '../../model/kinds';
import { coversMatch, takesAll } from '../../model/match-cover';
import { fullName, reference } from '../../model/names';
import { isVisible } from '../../model/visibility';
import type { Fields, Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

/** What two VirtualServices both claim; `path` is in the one that is reported. */
interface Clash {
  readonly path: string;
  readonly what: string;
}

export const rule: Rule = {
  meta: {
    id: 'gateway-host-order',
    codes: ['CIS0341'],
    level: 'warning',
    description:
      'Two VirtualServices of one host at a gateway take the same requests: which of them wins is not settled',
    kinds: [VIRTUAL_SERVICE, GATEWAY],
  },
  check(context) {
    const reported = new Set<string>();
    for (const [key, services] of byGatewayAndHost(context)) {
      const [gateway, host] = key.split(' ') as [string, string];
      services.forEach((resource, i) => {
        for (const rival of services.slice(0, i)) {
          const pair = `${fullName(rival)} ${fullName(resource)}`;
          const clash = reported.has(pair) ? undefined : clashOf(rival, resource, gateway);
          if (!clash) continue;
          reported.add(pair);
          context.report({
            resource,
            path: clash.path,
            message: `VirtualService ${fullName(rival)} has ${clash.what} for "${host}" at Gateway ${gateway} too: the one that was created first wins; put both rules into one VirtualService`,
          });
        }
      });
    }
  },
};

function byGatewayAndHost(context: RuleContext): ReadonlyMap<string, readonly Resource[]> {
  const groups = new Map<string, Resource[]>();
  for (const resource of context.ofKind(VIRTUAL_SERVICE)) {
    for (const name of new Set(boundGateways(resource))) {
      const { namespace, name: own } = reference(resource.namespace, name);
      if (name === 'mesh' || !isVisible(resource, namespace)) continue;
      const gateway = context.find(GATEWAY, namespace, own);
      for (const host of new Set(hostsAtGateway(gateway, resource, context.snapshot.clusterDomain))) {
        const key = `${name} ${host}`;
        const group = groups.get(key);
        if (group) group.push(resource);
        else groups.set(key, [resource]);
      }
    }
  }
  return groups;
}

/** The first rule of one that takes all requests, or some requests for certain, of a rule of the other. */
function clashOf(rival: Resource, resource: Resource, gateway: string): Clash | undefined {
  return (
    httpClash(rival, resource, gateway) ?? tlsClash(rival, resource, gateway) ?? tcpClash(rival, resource, gateway)
  );
}

function httpClash(rival: Resource, resource: Resource, gateway: string): Clash | undefined {
  const others = httpMatches(rival, gateway);
  for (const { match, index, action } of httpMatches(resource, gateway)) {
    // Whatever was created first, what takes everything comes last.
    const isClash = (one: (typeof others)[number]) =>
      one.action !== action &&
      takesAll(one.match) === takesAll(match) &&
      (coversMatch(one.match, match, [gateway]) || coversMatch(match, one.match, [gateway]));
    const clash = others.find(isClash);
    if (clash) return { path: `spec.http[${index}]`, what: `rule #${clash.index} for the same requests` };
  }
  return undefined;
}

function httpMatches({ spec, namespace }: Resource, gateway: string) {
  return objects(spec.http).flatMap((one, index) => {
    // A delegate may take a part only.
    if (maybe(one.delegate)) return [];
    const matches = list(one.match).length > 0 ? objects(one.match) : [{}];
    const action = canonical({ ...one, match: undefined, name: undefined });
    return matchesAt(matches, namespace, gateway).map((match) => ({ match, index, action }));
  });
}

/** Of TLS with one server name twice, a gateway leaves out the whole match that comes second. */
function tlsClash(rival: Resource, resource: Resource, gateway: string): Clash | undefined {
  const others = opaqueMatches(rival, 'tls', gateway);
  for (const { match, index } of opaqueMatches(resource, 'tls', gateway)) {
    const names = texts(match.sniHosts);
    const clash = others.find(
      (one) => sharesPort(one.match, match) && texts(one.match.sniHosts).some((name) => names.includes(name)),
    );
    if (clash) return { path: `spec.tls[${index}]`, what: `tls rule #${clash.index} for the same server name` };
  }
  return undefined;
}

/** Of TCP, a server takes the first rule that fits. */
function tcpClash(rival: Resource, resource: Resource, gateway: string): Clash | undefined {
  const others = opaqueMatches(rival, 'tcp', gateway);
  for (const { match, index } of opaqueMatches(resource, 'tcp', gateway)) {
    const clash = others.find((one) => sharesPort(one.match, match));
    if (clash) return { path: `spec.tcp[${index}]`, what: `tcp rule #${clash.index} for the same port` };
  }
  return undefined;
}

function opaqueMatches({ spec, namespace }: Resource, family: 'tls' | 'tcp', gateway: string) {
  return objects(spec[family]).flatMap((one, index) => {
    const matches = list(one.match).length > 0 ? objects(one.match) : [{}];
    return matchesAt(matches, namespace, gateway).map((match) => ({ match, index }));
  });
}

function matchesAt(matches: readonly Fields[], namespace: string, gateway: string): readonly Fields[] {
  return matches
    .map((match) => withGatewayNames(match, namespace))
    .filter(({ gateways }) => list(gateways).length === 0 || texts(gateways).includes(gateway));
}

function sharesPort(a: Fields, b: Fields): boolean {
  return number(a.port) === 0 || number(b.port) === 0 || a.port === b.port;
}
