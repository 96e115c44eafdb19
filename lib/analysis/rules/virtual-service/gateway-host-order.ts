import { boundGateways } from '../../model/gateway-names';
import { clashOf, rulesAtGateway, type Clash, type GatewayRules } from '../../model/gateway-rules';
import { hostsAtGateway } from '../../model/hosts-at-gateway';
import { GATEWAY, VIRTUAL_SERVICE } from '../../model/kinds';
import { fullName, reference } from '../../model/names';
import { isVisible } from '../../model/visibility';
import type { Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

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
    // One rival is enough to say of a VirtualService: all of one host belong together.
    const told = new Set<Resource>();
    for (const [key, services] of byGatewayAndHost(context)) {
      const [gateway, host] = key.split(' ') as [string, string];
      const before: GatewayRules[] = [];
      for (const resource of services.length > 1 ? services : []) {
        const rules = rulesAtGateway(resource, gateway);
        const clash = told.has(resource) ? undefined : firstClash(before, rules);
        before.push(rules);
        if (!clash) continue;
        told.add(resource);
        context.report({
          resource,
          path: clash.path,
          message: `VirtualService ${fullName(clash.rival)} has ${clash.what} for "${host}" at Gateway ${gateway} too: the one that was created first wins; put both rules into one VirtualService`,
        });
      }
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

function firstClash(rivals: readonly GatewayRules[], rules: GatewayRules): Clash | undefined {
  for (const rival of rivals) {
    const clash = clashOf(rival, rules);
    if (clash) return clash;
  }
  return undefined;
}
