import type { Resource } from '../../snapshot';
import { number, records, text, texts } from '../model/fields';
import { isAddress } from '../model/names';
import { isHttp, isTls, parseProtocol, type WireProtocol } from '../model/protocol';

/** Whether istiod's webhook lets a ServiceEntry in; what it refuses never reaches a proxy. */
export function validServiceEntry(resource: Resource): boolean {
  const { spec } = resource;
  const hosts = texts(spec['hosts']);
  const endpoints = records(spec['endpoints']);
  const addresses = texts(spec['addresses']);
  const resolution = text(spec['resolution']) || 'NONE';
  const ports = records(spec['ports']);
  if (hosts.length === 0 || hosts.includes('*')) return false;
  if (spec['workloadSelector'] !== undefined && endpoints.length > 0) return false;
  if (!distinct(ports.map((port) => text(port['name']))) || !distinct(ports.map((port) => text(port['number']))))
    return false;
  if (ports.some((port) => !inRange(number(port['number'])))) return false;
  const ranges = addresses.some((address) => address.includes('/'));
  if (ranges && resolution !== 'NONE' && resolution !== 'STATIC') return false;
  if (hosts.some((host) => host.slice(1).includes('*'))) return false;
  if (resolution === 'NONE' && endpoints.length > 0) return false;
  if (resolution === 'DNS_ROUND_ROBIN' && endpoints.length > 1) return false;
  const byName = resolution === 'DNS' || resolution === 'DNS_ROUND_ROBIN';
  if (byName && endpoints.length === 0 && hosts.some((host) => host.startsWith('*'))) return false;
  if (resolution === 'STATIC' && endpoints.some((endpoint) => !staticAddress(text(endpoint['address'])))) return false;
  const protocols = ports.map((port) => parseProtocol(text(port['protocol'])));
  if (resolution === 'DYNAMIC_DNS') {
    if (addresses.length + endpoints.length > 0 || hosts.some((host) => !host.startsWith('*'))) return false;
    if (protocols.some((protocol) => !DYNAMIC.has(protocol))) return false;
  }
  // opaque ports tell hosts apart by nothing, so only one host may have them
  if (resolution === 'NONE' || hosts.length === 1) return true;
  return protocols.every((protocol) => isHttp(protocol) || isTls(protocol));
}

const DYNAMIC = new Set<WireProtocol>(['HTTP', 'TLS', 'GRPC', 'HTTP2']);

function staticAddress(address: string): boolean {
  return address === '' || isAddress(address) || address.startsWith('unix:');
}

function distinct(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

function inRange(port: number | undefined): boolean {
  return port !== undefined && port > 0 && port < 65536;
}
