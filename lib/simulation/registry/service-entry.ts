import type { Fields, Resource } from '../../snapshot';
import { createdAt } from '../model/config';
import { number, record, records, text, textMap, texts } from '../model/fields';
import { isAddress } from '../model/names';
import { parseProtocol } from '../model/protocol';
import { ANY_ADDRESS, type MeshService, type Resolution, type ServicePort } from './service';

const RESOLUTIONS: ReadonlyMap<string, Resolution> = new Map([
  ['NONE', 'none'],
  ['STATIC', 'static'],
  ['DNS', 'dns'],
  ['DNS_ROUND_ROBIN', 'dns-round-robin'],
  ['DYNAMIC_DNS', 'dynamic-dns'],
]);

/** The services of a ServiceEntry: one for each host and address. */
export function serviceEntry(resource: Resource): MeshService[] {
  const { spec } = resource;
  const selector = spec['workloadSelector'];
  const base = {
    namespace: resource.namespace,
    registry: 'External' as const,
    resolution: RESOLUTIONS.get(text(spec['resolution'])) ?? 'none',
    external: text(spec['location']) !== 'MESH_INTERNAL',
    created: createdAt(resource),
    ports: records(spec['ports']).flatMap(entryPort),
    exportTo: texts(spec['exportTo']),
    labels: new Map(Object.entries(resource.labels)),
    selector: selector === undefined ? undefined : textMap(record(selector)['labels']),
    aliases: [],
    externalName: '',
    resource,
  };
  const given = texts(spec['addresses']);
  return texts(spec['hosts']).flatMap((host) => {
    const addresses = given.length > 0 ? given.flatMap(usable) : [ANY_ADDRESS];
    return addresses.map((address) => ({
      ...base,
      host,
      name: host,
      address,
      addresses: address === ANY_ADDRESS ? [] : [address],
    }));
  });
}

function entryPort(port: Fields): ServicePort[] {
  const value = number(port['number']);
  if (value === undefined) return [];
  const target = number(port['targetPort']);
  return [
    { name: text(port['name']), port: value, protocol: parseProtocol(text(port['protocol'])), target: target || value },
  ];
}

/** An IP as it is, a /32 or /128 as its one address, another range as it is; anything else is no address. */
function usable(address: string): string[] {
  if (isAddress(address)) return [address];
  const [ip = '', bits = ''] = address.split('/');
  if (!isAddress(ip) || !/^\d+$/.test(bits)) return [];
  return [Number(bits) === (ip.includes(':') ? 128 : 32) ? ip : address];
}
