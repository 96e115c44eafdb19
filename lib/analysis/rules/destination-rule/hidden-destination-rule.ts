import { boundGateways, matchesAt } from '../../model/gateway-names';
import { allDestinations, hostOf } from '../../model/destinations';
import { fields, objects, text } from '../../model/json';
import { DESTINATION_RULE, VIRTUAL_SERVICE } from '../../model/kinds';
import { fqdn, fullName, groupBy, serviceOf } from '../../model/names';
import { rootNamespace } from '../../model/server-mtls';
import { definesSubset } from '../../model/subsets';
import { isVisible } from '../../model/visibility';
import type { Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'hidden-destination-rule',
    codes: ['CIS0342'],
    level: 'warning',
    description: 'A DestinationRule hides the one of another namespace whose subset a route needs',
    kinds: [VIRTUAL_SERVICE, DESTINATION_RULE],
  },
  check(context) {
    const { snapshot, ofKind } = context;
    const full = (host: string, { namespace }: Resource) => fqdn(host, namespace, snapshot.clusterDomain);
    const general = ofKind(DESTINATION_RULE).filter(({ spec }) => spec.workloadSelector === undefined);
    const rules = groupBy(general, (rule) => full(text(rule.spec.host), rule));
    // One host, one rule: there is nothing to hide.
    if (rules.size === general.length) return;
    const reported = new Set<string>();
    const known = new Map<string, Definitions>();
    for (const virtualService of ofKind(VIRTUAL_SERVICE)) {
      if (!boundGateways(virtualService).includes('mesh')) continue;
      for (const { destination, family, rule: index } of allDestinations(virtualService)) {
        const subset = text(destination.subset);
        const host = full(hostOf(destination), virtualService);
        const own = subset === '' ? [] : (rules.get(host) ?? []);
        const key = `${host} ${subset}`;
        if (own.length < 2 || reported.has(key)) continue;
        const definitions = known.get(key) ?? definitionsOf(context, own, subset, host);
        known.set(key, definitions);
        const [definer] = definitions.rules;
        if (!definer || !isForSidecars(virtualService, family, index)) continue;
        const hiding = own.find((rule) => hides(definitions, rule, virtualService));
        if (!hiding) continue;
        reported.add(key);
        context.report({
          resource: hiding,
          path: 'spec.host',
          message: `Hides DestinationRule ${fullName(definer)} at least from sidecars of namespace ${hiding.namespace}, which get 503 for subset "${subset}" of VirtualService ${fullName(virtualService)}; define the subset here too, or remove this rule`,
        });
      }
    }
  },
};

/** The rules of a host that define a subset. */
interface Definitions {
  readonly rules: readonly Resource[];
  readonly namespaces: ReadonlySet<string>;
  /** Those of the service's namespace and of the root namespace, which clients elsewhere find. */
  readonly elsewhere: readonly Resource[];
  readonly root: string;
}

function definitionsOf({ snapshot }: RuleContext, all: readonly Resource[], subset: string, host: string): Definitions {
  const root = rootNamespace(snapshot.meshConfig.rootNamespace);
  const service = serviceOf(host, snapshot.clusterDomain)?.namespace;
  const rules = all.filter((rule) => definesSubset(rule, subset));
  return {
    rules,
    namespaces: new Set(rules.map(({ namespace }) => namespace)),
    elsewhere: rules.filter(({ namespace }) => namespace === root || namespace === service),
    root,
  };
}

/** Whether a rule is not for gateways alone. */
function isForSidecars({ spec, namespace }: Resource, family: string, index: number): boolean {
  return matchesAt(fields(objects(spec[family])[index]), namespace, 'mesh').length > 0;
}

/** Rules of one namespace alone count: the client's before the service's before the root's. */
function hides({ root, namespaces, elsewhere }: Definitions, rule: Resource, virtualService: Resource): boolean {
  const { namespace } = rule;
  if (namespace === root || namespaces.has(namespace)) return false;
  // A rule that its own namespace does not see says nothing to clients there.
  if (!isVisible(rule, namespace) || !isVisible(virtualService, namespace)) return false;
  // Clients there would find the other one, if this were not before it.
  return elsewhere.some((one) => one.namespace !== namespace && isVisible(one, namespace));
}
