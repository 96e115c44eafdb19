import type { Resource } from '../../snapshot';
import { createdAt } from '../model/config';
import { number, type record, records, text, textMap, texts } from '../model/fields';
import { portProtocol } from '../model/protocol';
import { ANY_ADDRESS, type MeshService, type Resolution, type ServicePort } from './service';

/** A Kubernetes Service as the mesh sees it. */
export function kubeService(resource: Resource, domain: string): MeshService {
  const { spec, name, namespace } = resource;
  const clusterIp = text(spec['clusterIP']);
  const headless = clusterIp === 'None';
  const externalName = text(spec['type']) === 'ExternalName' ? text(spec['externalName']) : '';
  const resolution: Resolution = headless ? 'none' : externalName ? 'alias' : 'static';
  const given = texts(spec['clusterIPs']);
  const all = headless || clusterIp === '' ? [ANY_ADDRESS] : given.length > 1 ? given : [clusterIp];
  const usable = all.filter((address) => !address.includes(':'));
  const exportTo = resource.annotations['networking.istio.io/exportTo'];
  const selector = textMap(spec['selector']);
  return {
    host: `${name}.${namespace}.svc.${domain}`,
    name,
    namespace,
    registry: 'Kubernetes',
    resolution,
    external: externalName !== '',
    created: createdAt(resource),
    ports: records(spec['ports']).flatMap(kubePort),
    address: usable[0] ?? all[0] ?? ANY_ADDRESS,
    addresses: usable.filter((address) => address !== ANY_ADDRESS),
    exportTo: exportTo ? exportTo.split(',').map((part) => part.trim()) : [],
    labels: new Map(Object.entries(resource.labels)),
    selector: selector.size > 0 ? selector : undefined,
    aliases: [],
    externalName,
    resource,
  };
}

function kubePort(port: ReturnType<typeof record>): ServicePort[] {
  const value = number(port['port']);
  if (value === undefined) return [];
  const name = text(port['name']);
  const target = port['targetPort'];
  const numeric = typeof target === 'number' ? target : undefined;
  return [
    {
      name,
      port: value,
      protocol: portProtocol(value, name, text(port['protocol']), text(port['appProtocol'])),
      target: numeric !== undefined && numeric > 0 ? numeric : typeof target === 'string' ? target : value,
    },
  ];
}
