import { fields, number, objects, text, texts } from '../../model/json';
import { GATEWAY, VIRTUAL_SERVICE, WORKLOAD_KINDS } from '../../model/kinds';
import { selectorText } from '../../model/labels';
import { fullName, groupBy } from '../../model/names';
import { routedGateways } from '../../model/presence';
import { selectorMissing } from '../../model/selector-missing';
import { workloadsOf, type Workloads } from '../../model/workloads';
import type { Fields, Resource } from '../../../snapshot';
import type { Rule } from '../../rule';

/** Names of the Gateways that have a host on a port, by address and host; of each Gateway its last server there counts. */
type Claims = ReadonlyMap<string, readonly string[]>;

/** Gateways that have the same selector. */
interface Group {
  readonly selector: string;
  readonly labels: unknown;
  readonly ports: ReadonlyMap<number, Claims>;
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
        const others = claimants(
          server,
          near.map(({ ports }) => ports.get(port)),
        )
          .filter((name) => name !== fullName(gateway))
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
  const ports = new Map<number, Map<string, string[]>>();
  for (const gateway of members) {
    const last = new Map(objects(gateway.spec.servers).map((server) => [number(fields(server.port).number), server]));
    for (const [port, server] of last) {
      const claims = ports.get(port) ?? new Map<string, string[]>();
      for (const claim of claimsOf(server)) {
        const names = claims.get(claim);
        if (names) names.push(fullName(gateway));
        else claims.set(claim, [fullName(gateway)]);
      }
      ports.set(port, claims);
    }
  }
  return { selector, labels: members[0]?.spec.selector, ports };
}

function claimsOf(server: Fields): readonly string[] {
  return [...new Set(texts(server.hosts).map((host) => `${text(server.bind)} ${host}`))];
}

/** Everybody who claims one of the server's hosts. */
function claimants(server: Fields, claims: readonly (Claims | undefined)[]): readonly string[] {
  const found = claimsOf(server).flatMap((claim) => claims.flatMap((of) => of?.get(claim) ?? []));
  return [...new Set(found)];
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
