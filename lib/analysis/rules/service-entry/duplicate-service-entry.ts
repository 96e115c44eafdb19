import { canonical, number, objects, text, texts } from '../../model/json';
import { SERVICE_ENTRY } from '../../model/kinds';
import { fqdn, fullName } from '../../model/names';
import { scopesOf } from '../../model/visibility';
import type { Fields, Resource } from '../../../snapshot';
import type { Rule } from '../../rule';

/** What a ServiceEntry says of its host, beside ports. */
const SAYS = ['resolution', 'location', 'endpoints', 'workloadSelector', 'addresses', 'subjectAltNames'] as const;

export const rule: Rule = {
  meta: {
    id: 'duplicate-service-entry',
    codes: ['CIS0351'],
    level: 'warning',
    description: 'Two ServiceEntries for one host, seen at one place, say different things: only the older counts',
    kinds: [SERVICE_ENTRY],
  },
  check({ ofKind, snapshot, report }) {
    const byHost = new Map<string, Resource[]>();
    for (const resource of ofKind(SERVICE_ENTRY)) {
      for (const name of new Set(texts(resource.spec.hosts))) {
        const host = fqdn(name, resource.namespace, snapshot.clusterDomain).toLowerCase();
        const known = byHost.get(host) ?? [];
        byHost.set(host, [...known, resource]);
        const rival = known.find(
          (other) => other !== resource && sharesScope(resource, other) && differs(resource, other),
        );
        if (!rival) continue;
        report({
          resource,
          path: `spec.hosts[${texts(resource.spec.hosts).indexOf(name)}]`,
          message: `ServiceEntry ${fullName(rival)} is for "${name}" too, and says something else: of what both say, the one that was created first counts; merge them, or limit exportTo`,
        });
      }
    }
  },
};

function sharesScope(a: Resource, b: Resource): boolean {
  const [mine, other] = [a, b].map(({ spec, namespace }) => scopesOf(spec.exportTo, namespace));
  return mine!.includes('*') || other!.includes('*') || mine!.some((scope) => other!.includes(scope));
}

/** In one namespace ports of both are put together where the resolution is the same; of another namespace's nothing is taken. */
function differs(a: Resource, b: Resource): boolean {
  if (a.namespace !== b.namespace) {
    return [...SAYS, 'ports' as const].some((field) => canonical(a.spec[field]) !== canonical(b.spec[field]));
  }
  if (text(a.spec.resolution) !== text(b.spec.resolution)) return true;
  const ports = new Map(objects(b.spec.ports).map((port) => [number(port.number), port]));
  return objects(a.spec.ports).some((port) => {
    const other = ports.get(number(port.number));
    return other !== undefined && portText(port) !== portText(other);
  });
}

function portText(port: Fields): string {
  return `${text(port.protocol).toUpperCase()} ${number(port.targetPort) || number(port.number)}`;
}
