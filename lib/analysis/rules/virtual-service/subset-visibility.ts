import { destinationRules, type DestinationRuleLookup } from '../../model/destination-rule-lookup';
import { allDestinations, hostOf, type RouteDestination } from '../../model/destinations';
import { declaredHosts, homesOf } from '../../model/host-scopes';
import { text, texts } from '../../model/json';
import { DESTINATION_RULE, GATEWAY, SERVICE, SERVICE_ENTRY, VIRTUAL_SERVICE, WORKLOAD_KINDS } from '../../model/kinds';
import { fqdn, fullName } from '../../model/names';
import { proxiesOf } from '../../model/rule-proxies';
import type { Level } from '../../../report';
import type { Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

/** Any namespace that has no DestinationRule; no real one has this name. */
const ANY = '';

export const rule: Rule = {
  meta: {
    id: 'subset-visibility',
    codes: ['CIS0403'],
    level: 'error',
    description: 'The subset of a route is in a DestinationRule that the proxies with the route do not find',
    kinds: [VIRTUAL_SERVICE, DESTINATION_RULE, SERVICE, SERVICE_ENTRY, GATEWAY, ...WORKLOAD_KINDS],
  },
  check(context) {
    const declared = declaredHosts(context);
    if (declared.size === 0) return;
    const rules = destinationRules(context);
    for (const resource of context.ofKind(VIRTUAL_SERVICE)) {
      if (texts(resource.spec.hosts).length === 0) continue;
      for (const one of allDestinations(resource)) {
        const subset = text(one.destination.subset);
        if (subset === '') continue;
        const host = fqdn(hostOf(one.destination), resource.namespace, context.snapshot.clusterDomain);
        const found = declared.get(host);
        if (!found) continue;
        const defining = rules.defining(host, subset, resource.namespace);
        // A subset that istioctl does not find either is told already.
        if (!defining || !(isFullName(host) || defining.namespace === resource.namespace)) continue;
        const homes = homesOf(found);
        if (rules.isEverywhere(defining, host, homes)) continue;
        const hop: Hop = { context, rules, resource, one, subset, host, homes, defining };
        checkHop(hop);
      }
    }
  },
};

interface Hop {
  readonly context: RuleContext;
  readonly rules: DestinationRuleLookup;
  readonly resource: Resource;
  readonly one: RouteDestination;
  readonly subset: string;
  readonly host: string;
  /** Namespaces that declare the host. */
  readonly homes: readonly string[];
  readonly defining: Resource;
}

function checkHop(hop: Hop): void {
  const { context, resource, rules, host } = hop;
  const { gateways, sidecars } = proxiesOf(context, resource, hop.one);
  const gateway = [...gateways].find((namespace) => lacks(hop, namespace));
  if (gateway !== undefined) {
    report(hop, gateway, `the gateway in namespace ${gateway} does`);
    return;
  }
  const listed = [...sidecars].find((namespace) => namespace !== '*' && lacks(hop, namespace));
  if (listed !== undefined) report(hop, listed, `the sidecars of namespace ${listed} do`);
  if (listed !== undefined || !sidecars.has('*')) return;
  if (lacks(hop, ANY)) {
    const isForOne = !lacks(hop, resource.namespace);
    report(hop, ANY, 'the sidecars of other namespaces do', isForOne ? 'warning' : undefined);
    return;
  }
  const hiding = rules.namespacesWith(host).find((namespace) => lacks(hop, namespace));
  if (hiding !== undefined) report(hop, hiding, `the sidecars of namespace ${hiding} do`, 'warning');
}

/** Whether proxies of a namespace find no rule with the subset. */
function lacks({ rules, host, homes, subset }: Hop, namespace: string): boolean {
  return !rules.hasSubset(subset, namespace, host, homes);
}

function report(hop: Hop, namespace: string, who: string, level?: Level): void {
  const { context, rules, host, homes, subset, defining } = hop;
  const [instead] = rules.find(namespace, host, homes);
  const places = [...new Set([...homes, rules.root])].join(' and ');
  const advice = instead
    ? `they find DestinationRule ${fullName(instead)} and look no further: add the subset to it`
    : `put it into the namespace of the service or export it; it is looked for in their own namespace, then in ${places}`;
  context.report({
    resource: hop.resource,
    path: hop.one.path,
    // The rule that they find may be elsewhere.
    ...(context.closed ? (level ? { level } : {}) : { level: 'warning' }),
    message: `Subset "${subset}" is in DestinationRule ${fullName(defining)}, which ${who} not find (503); ${advice}`,
  });
}

function isFullName(host: string): boolean {
  return host.endsWith('.svc.cluster.local');
}
