import { hostsOverlap } from '../../../mesh';
import { texts } from '../../model/json';
import { VIRTUAL_SERVICE } from '../../model/kinds';
import { fqdn, fullName } from '../../model/names';
import { scopesOf } from '../../model/visibility';
import type { Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

/** VirtualServices of one host, by the namespace that sees them. */
type ByHost = Map<string, Resource[]>;

export const rule: Rule = {
  meta: {
    id: 'mesh-host-conflict',
    codes: ['IST0109'],
    level: 'error',
    description: 'Two VirtualServices have the same host for the same sidecars, so that only the older one counts',
    kinds: [VIRTUAL_SERVICE],
    istioctl: 'virtualservice.ConflictingMeshGatewayHostsAnalyzer',
  },
  check(context) {
    const scopes = hostsByScope(context);
    const everywhere = scopes.get('*') ?? new Map<string, Resource[]>();
    const wildcards = [...everywhere].filter(([host]) => host.startsWith('*'));
    const reported = new Set<Resource>();
    for (const [scope, hosts] of scopes) {
      for (const [host, own] of hosts) {
        const rivals = scope === '*' ? own : [...own, ...exportedToAll(host, everywhere, wildcards)];
        if (rivals.length < 2) continue;
        const names = rivals.map(fullName).sort().join(',');
        for (const virtualService of rivals) {
          if (reported.has(virtualService)) continue;
          reported.add(virtualService);
          context.report({
            resource: virtualService,
            path: 'metadata.name',
            message:
              `The VirtualServices ${names} associated with mesh gateway define the same host ${scope}/${host} which can lead ` +
              `to undefined behavior. This can be fixed by merging the conflicting VirtualServices into a single resource.`,
          });
        }
      }
    }
  },
};

function hostsByScope(context: RuleContext): ReadonlyMap<string, ByHost> {
  const scopes = new Map<string, ByHost>();
  for (const virtualService of context.ofKind(VIRTUAL_SERVICE)) {
    const { namespace, spec } = virtualService;
    const gateways = texts(spec.gateways);
    if (gateways.length > 0 && !gateways.includes('mesh')) continue;
    for (const scope of scopesOf(spec.exportTo, namespace)) {
      const hosts = scopes.get(scope) ?? new Map<string, Resource[]>();
      scopes.set(scope, hosts);
      for (const short of texts(spec.hosts)) {
        const host = fqdn(short, namespace, context.snapshot.clusterDomain);
        const same = hosts.get(host);
        if (same) same.push(virtualService);
        else hosts.set(host, [virtualService]);
      }
    }
  }
  return scopes;
}

/** VirtualServices that everybody sees and that share a name with the host. */
function exportedToAll(host: string, everywhere: ByHost, wildcards: readonly [string, Resource[]][]): Resource[] {
  const candidates = host.startsWith('*')
    ? [...everywhere]
    : [...wildcards, ...(everywhere.has(host) ? [[host, everywhere.get(host)!] as const] : [])];
  return candidates.filter(([other]) => hostsOverlap(host, other)).flatMap(([, resources]) => resources);
}
