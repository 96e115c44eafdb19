/** Names of the proxies that a VirtualService is for: `mesh`, and Gateways in full. */
import type { Fields, Resource } from '../../snapshot';
import { texts } from './json';
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

/** A match whose gateways have their full names. */
export function withGatewayNames(match: Fields, namespace: string): Fields {
  const gateways = texts(match.gateways);
  return gateways.length === 0 ? match : { ...match, gateways: gateways.map((name) => gatewayName(name, namespace)) };
}
