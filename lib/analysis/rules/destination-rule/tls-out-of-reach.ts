import { tlsTowards } from '../../model/client-tls';
import { destinationRules, type DestinationRuleLookup } from '../../model/destination-rule-lookup';
import { hostOf, routeDestinations } from '../../model/destinations';
import { declaredHosts } from '../../model/host-scopes';
import { fields, number, text } from '../../model/json';
import { DESTINATION_RULE, GATEWAY, SERVICE, SERVICE_ENTRY, VIRTUAL_SERVICE, WORKLOAD_KINDS } from '../../model/kinds';
import { fqdn } from '../../model/names';
import { proxiesOf } from '../../model/rule-proxies';
import type { Resource } from '../../../snapshot';
import type { Rule } from '../../rule';

const SERVICE_ENTRY_KIND = 'ServiceEntry';
const OUTBOUND = new Set(['SIMPLE', 'MUTUAL']);

export const rule: Rule = {
  meta: {
    id: 'tls-out-of-reach',
    codes: ['CIS0404'],
    level: 'warning',
    heuristic: true,
    description: 'A DestinationRule adds TLS towards a host, and the gateway that sends there does not find the rule',
    kinds: [DESTINATION_RULE, VIRTUAL_SERVICE, SERVICE, SERVICE_ENTRY, GATEWAY, ...WORKLOAD_KINDS],
  },
  check(context) {
    const rules = destinationRules(context);
    const declared = declaredHosts(context);
    const told = new Set<Resource>();
    for (const virtualService of context.ofKind(VIRTUAL_SERVICE)) {
      for (const one of routeDestinations(virtualService)) {
        // What a tls rule sends is TLS already.
        if (one.family === 'tls') continue;
        const host = fqdn(hostOf(one.destination), virtualService.namespace, context.snapshot.clusterDomain);
        const by = declared.get(host)?.by ?? [];
        // Inside the mesh, TLS is mostly Istio's own.
        if (!by.some(({ kind }) => kind === SERVICE_ENTRY_KIND)) continue;
        const homes = by.map(({ namespace }) => namespace);
        const port = number(fields(one.destination.port).number);
        const subset = text(one.destination.subset);
        const resource = rules.all(host).find((rule) => addsTls([rule], subset, port));
        if (!resource || told.has(resource)) continue;
        const { gateways } = proxiesOf(context, virtualService, one);
        const gateway = [...gateways].find((home) => !tlsTowards(rules.find(home, host, homes), subset, port));
        if (gateway === undefined) continue;
        told.add(resource);
        context.report({
          resource,
          path: 'spec.host',
          message: `The gateway in namespace ${gateway} sends requests to ${host}${port === 0 ? '' : `:${port}`} without this TLS, since ${reason(rules, resource, gateway)}`,
        });
      }
    }
  },
};

function addsTls(rules: readonly Resource[], subset: string, port: number): boolean {
  return OUTBOUND.has(text(tlsTowards(rules, subset, port)?.mode));
}

function reason(rules: DestinationRuleLookup, { namespace }: Resource, gateway: string): string {
  return namespace === gateway
    ? 'exportTo leaves the own namespace of the rule out; add "." to it'
    : `it looks for rules in its own namespace, that of the service and ${rules.root}, among those exported to it; move the rule to namespace ${gateway}`;
}
