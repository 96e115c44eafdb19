import { hostMatches, isWildcard } from '../../../mesh';
import { allDestinations, hostOf } from '../../model/destinations';
import { declaredHosts } from '../../model/host-scopes';
import { isHostMissing } from '../../model/host-missing';
import { text } from '../../model/json';
import { SERVICE, SERVICE_ENTRY, SIDECAR, VIRTUAL_SERVICE } from '../../model/kinds';
import { fqdn, fullName } from '../../model/names';
import { outboundMode } from '../../model/outbound-mode';
import type { Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'external-name-target',
    codes: ['CIS0420', 'CIS0421'],
    level: 'warning',
    description:
      'An ExternalName Service stands for a host that nobody declares, where only declared hosts are reached',
    kinds: [SERVICE, SERVICE_ENTRY, SIDECAR, VIRTUAL_SERVICE],
  },
  check(context) {
    const aliases = new Map<string, Resource>();
    for (const service of context.ofKind(SERVICE)) {
      if (text(service.spec.type) !== 'ExternalName' || !isUnknown(context, service)) continue;
      aliases.set(fqdn(service.name, service.namespace, context.snapshot.clusterDomain), service);
      if (outboundMode(context, service.namespace) !== 'REGISTRY_ONLY') continue;
      context.report({
        resource: service,
        path: 'spec.externalName',
        message: `Sidecars of namespace ${service.namespace} refuse what nobody declares (REGISTRY_ONLY), and this is an alias of "${targetOf(service)}", which no ServiceEntry declares; add one for it`,
      });
    }
    if (aliases.size > 0) for (const route of context.ofKind(VIRTUAL_SERVICE)) checkRoute(context, route, aliases);
  },
};

function checkRoute(context: RuleContext, resource: Resource, aliases: ReadonlyMap<string, Resource>): void {
  for (const one of allDestinations(resource)) {
    const service = aliases.get(fqdn(hostOf(one.destination), resource.namespace, context.snapshot.clusterDomain));
    if (!service) continue;
    context.report({
      resource,
      code: 'CIS0421',
      path: one.path,
      message: `Service ${fullName(service)} is an alias of "${targetOf(service)}", which no ServiceEntry declares, so the route leads nowhere (503); declare it, and route to it`,
    });
  }
}

function isUnknown(context: RuleContext, service: Resource): boolean {
  const target = targetOf(service);
  const declared = declaredHosts(context);
  if (target === '' || declared.has(target) || !isHostMissing(context, target, service.namespace)) return false;
  // TLS that the application sends to the name may still find the wildcard.
  return ![...declared.keys()].some((host) => isWildcard(host) && hostMatches(host, target));
}

function targetOf({ spec }: Resource): string {
  return text(spec.externalName).replace(/\.$/, '');
}
