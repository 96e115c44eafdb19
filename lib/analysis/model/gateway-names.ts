/** Names of the proxies that a VirtualService is for: `mesh`, and Gateways in full. */
import type { Fields, Resource } from '../../snapshot';
import { list, objects, texts } from './json';
import { fullName, reference } from './names';

/** `namespace/name`, or `mesh`, which has no namespace. */
export function gatewayName(name: string, namespace: string): string {
  return name === 'mesh' ? name : fullName(reference(namespace, name));
}

/** What a VirtualService is bound to; sidecars where it names nothing. */
export function boundGateways({ spec, namespace }: Resource): readonly string[] {
  const given = texts(spec.gateways).map((name) => gatewayName(name, namespace));
  return given.length > 0 ? given : ['mesh'];
}

/** The matches of a rule that count at a proxy, with full names of gateways; a rule without match has an empty one. */
export function matchesAt(rule: Fields, namespace: string, gateway: string): readonly Fields[] {
  const matches = list(rule.match).length > 0 ? objects(rule.match) : [{}];
  return matches
    .map((match) => withGatewayNames(match, namespace))
    .filter(({ gateways }) => list(gateways).length === 0 || texts(gateways).includes(gateway));
}

/** A match whose gateways have their full names. */
export function withGatewayNames(match: Fields, namespace: string): Fields {
  const gateways = texts(match.gateways);
  return gateways.length === 0 ? match : { ...match, gateways: gateways.map((name) => gatewayName(name, namespace)) };
}
