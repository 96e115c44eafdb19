import { fields, objects, text, texts } from '../../model/json';
import { VIRTUAL_SERVICE } from '../../model/kinds';
import { fullName } from '../../model/names';
import type { Fields, Resource } from '../../../snapshot';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'ingress-ignores-subset',
    codes: ['IST0140'],
    level: 'warning',
    description: 'A gateway sends requests straight to a host whose split by subsets holds only inside the mesh',
    kinds: [VIRTUAL_SERVICE],
    istioctl: 'virtualservice.DestinationHostAnalyzer',
  },
  check({ ofKind, report }) {
    const bound = ofKind(VIRTUAL_SERVICE).filter(({ spec }) => texts(spec.gateways).length > 0);
    if (bound.length === 0) return;
    const splitters = splittersByHost(ofKind(VIRTUAL_SERVICE));
    for (const virtualService of bound) {
      const gateways = texts(virtualService.spec.gateways);
      for (const rule of objects(virtualService.spec.http)) {
        if (!servesGateway(rule, gateways)) continue;
        for (const { destination } of objects(rule.route)) {
          const { host, subset } = fields(destination);
          if (text(subset) !== '') continue;
          for (const splitter of splitters.get(text(host)) ?? []) {
            report({
              resource: virtualService,
              message:
                `Subset in virtual service ${fullName(splitter)} has no effect on ingress gateway ${fullName(virtualService)} ` +
                `requests; name the subsets in this route too`,
            });
          }
        }
      }
    }
  },
};

/** VirtualServices that send requests for a host to subsets of that same host, inside the mesh. */
function splittersByHost(all: readonly Resource[]): ReadonlyMap<string, ReadonlySet<Resource>> {
  const found = new Map<string, Set<Resource>>();
  for (const virtualService of all) {
    const gateways = texts(virtualService.spec.gateways);
    // The second hop of an egress gateway splits nothing that other gateways could bypass.
    if (gateways.length > 0 && !gateways.includes('mesh')) continue;
    const hosts = new Set(texts(virtualService.spec.hosts));
    for (const rule of objects(virtualService.spec.http)) {
      for (const { destination } of objects(rule.route)) {
        const { host, subset } = fields(destination);
        if (text(subset) === '' || !hosts.has(text(host))) continue;
        const same = found.get(text(host)) ?? new Set();
        found.set(text(host), same.add(virtualService));
      }
    }
  }
  return found;
}

/** Whether a request at a real gateway can take the rule: the first hop to an egress gateway is the sidecar's alone. */
function servesGateway(rule: Fields, gateways: readonly string[]): boolean {
  const matches = objects(rule.match);
  const isReal = (names: readonly string[]) => names.some((name) => name !== 'mesh');
  if (matches.length === 0) return isReal(gateways);
  return matches.some((match) => {
    const own = texts(match.gateways);
    return isReal(own.length > 0 ? own : gateways);
  });
}
