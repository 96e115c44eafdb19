import { number, objects, text, texts } from '../../model/json';
import { SERVICE_ENTRY } from '../../model/kinds';
import { fullName } from '../../model/names';
import { scopesOf } from '../../model/visibility';
import type { Resource } from '../../../snapshot';
import type { Rule } from '../../rule';

interface Declaration {
  readonly resource: Resource;
  readonly protocol: string;
}

export const rule: Rule = {
  meta: {
    id: 'service-entry-protocol',
    codes: ['IST0177'],
    level: 'warning',
    description: 'Two ServiceEntries that some namespace sees give one port of a host different protocols',
    kinds: [SERVICE_ENTRY],
    istioctl: 'serviceentry.ConflictingServiceEntryProtocolAnalyzer',
  },
  check({ ofKind, report }) {
    const ports = declarations(ofKind(SERVICE_ENTRY));
    const reported = new Set<Resource>();
    for (const [key, own] of ports) {
      const [scope = '', host = '', port = ''] = key.split(' ');
      const all = scope === '*' ? own : [...own, ...(ports.get(`* ${host} ${port}`) ?? [])];
      const protocols = [...new Set(all.map(({ protocol }) => protocol))].sort();
      if (protocols.length < 2) continue;
      const names = [...new Set(all.map(({ resource }) => fullName(resource)))].sort().join(', ');
      for (const { resource } of all) {
        if (reported.has(resource)) continue;
        reported.add(resource);
        report({
          resource,
          path: 'metadata.name',
          message: `ServiceEntries ${names} define conflicting protocols (${protocols.join(', ')}) for host ${host} port ${port}; give the port one protocol`,
        });
      }
    }
  },
};

function declarations(entries: readonly Resource[]): ReadonlyMap<string, Declaration[]> {
  const found = new Map<string, Declaration[]>();
  for (const resource of entries) {
    for (const scope of scopesOf(resource.spec.exportTo, resource.namespace)) {
      for (const host of texts(resource.spec.hosts)) {
        for (const port of objects(resource.spec.ports)) {
          const key = `${scope} ${host} ${number(port.number)}`;
          const protocol = text(port.protocol).toUpperCase();
          found.set(key, [...(found.get(key) ?? []), { resource, protocol }]);
        }
      }
    }
  }
  return found;
}
