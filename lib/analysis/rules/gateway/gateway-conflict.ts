import { fields, number, objects, text, texts } from '../../model/json';
import { GATEWAY, VIRTUAL_SERVICE, WORKLOAD_KINDS } from '../../model/kinds';
import { selectorText } from '../../model/labels';
import { fullName, groupBy } from '../../model/names';
import { routedGateways } from '../../model/presence';
import { selectorMissing } from '../../model/selector-missing';
import { workloadsOf, type Workloads } from '../../model/workloads';
import type { Resource } from '../../../snapshot';
import type { Rule } from '../../rule';

/** Hosts of one Gateway on one port, with the address they are bound to; its last server on that port counts. */
type HostBinds = ReadonlyMap<string, string>;

/** Gateways that have the same selector. */
interface Group {
  readonly selector: string;
  readonly labels: unknown;
  /** By port, by name of the Gateway. */
  readonly ports: ReadonlyMap<number, ReadonlyMap<string, HostBinds>>;
}

export const rule: Rule = {
  meta: {
    id: 'gateway-conflict',
    codes: ['IST0145', 'IST0101'],
    level: 'error',
    description: 'Two Gateways claim the same host on the same port of the same workload',
    kinds: [GATEWAY, VIRTUAL_SERVICE, ...WORKLOAD_KINDS],
    istioctl: 'gateway.ConflictingGatewayAnalyzer',
  },
  check(context) {
    const workloads = workloadsOf(context);
    const gateways = context.ofKind(GATEWAY);
    const routed = routedGateways(context);
    const groups = [...groupBy(gateways, ({ spec }) => selectorText(spec.selector))].map(([selector, members]) =>
      groupOf(selector, members),
    );
    const related = new Map(groups.map((group) => [group.selector, relatedTo(group, groups, workloads)]));
    for (const gateway of gateways) {
      const selector = selectorText(gateway.spec.selector);
      const near = related.get(selector) ?? [];
      if (selector !== '' && near.every(({ ports }) => ports.size === 0)) {
        // Of one without servers a bound VirtualService is told already that its host is not there.
        if (context.closed && !routed.has(fullName(gateway))) {
          context.report(selectorMissing(gateway, gateway.spec.selector, 'spec.selector'));
        }
        continue;
      }
      for (const server of objects(gateway.spec.servers)) {
        const port = number(fields(server.port).number);
        const others = near
          .flatMap(({ ports }) => [...(ports.get(port) ?? [])])
          .filter(([name, hosts]) => name !== fullName(gateway) && clash(server, hosts))
          .map(([name]) => name)
          .sort();
        if (others.length === 0) continue;
        context.report({
          resource: gateway,
          message:
            `Conflict with gateways ${others.join(',')} (workload selector ${selector}, port ${port}, hosts ` +
            `${texts(server.hosts).join(',')}); put the host into one of them`,
        });
      }
    }
  },
};

function groupOf(selector: string, members: readonly Resource[]): Group {
  const ports = new Map<number, Map<string, HostBinds>>();
  for (const gateway of members) {
    for (const server of objects(gateway.spec.servers)) {
      const port = number(fields(server.port).number);
      const byName = ports.get(port) ?? new Map<string, HostBinds>();
      const bind = text(server.bind);
      byName.set(fullName(gateway), new Map(texts(server.hosts).map((host) => [host, bind])));
      ports.set(port, byName);
    }
  }
  return { selector, labels: members[0]?.spec.selector, ports };
}

/** The group itself, and those whose selector is contained in the other's text while some workload has both. */
function relatedTo(group: Group, groups: readonly Group[], workloads: Workloads): readonly Group[] {
  return groups.filter((other) => {
    if (other === group) return true;
    if (!other.selector.includes(group.selector) && !group.selector.includes(other.selector)) return false;
    const mine = new Set(workloads.select(group.labels));
    return workloads.select(other.labels).some((workload) => mine.has(workload));
  });
}

function clash(server: Readonly<Record<string, unknown>>, known: HostBinds): boolean {
  const bind = text(server.bind);
  return texts(server.hosts).some((host) => known.get(host) === bind);
}
