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
  /** Names of the Gateways that open a port. */
  readonly openers: ReadonlyMap<number, ReadonlySet<string>>;
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
      const told = new Set<string>();
      for (const conflict of conflictsOf(gateway, near)) {
        const message = `${conflict.problem} (workload selector ${selector}, port ${conflict.port}, hosts ${conflict.hosts.join(',')}); put the host into one of them`;
        // Istio says the same once, of whichever server.
        if (told.has(message)) continue;
        told.add(message);
        context.report({ resource: gateway, path: `spec.servers[${conflict.server}].hosts`, message });
      }
    }
  },
};

interface Conflict {
  readonly problem: string;
  /** Index of the server. */
  readonly server: number;
  readonly port: number;
  readonly hosts: readonly string[];
}

function conflictsOf(gateway: Resource, near: readonly Group[]): Conflict[] {
  const own = fullName(gateway);
  const earlier = new Set<string>();
  return objects(gateway.spec.servers).flatMap((server, index) => {
    const port = number(fields(server.port).number);
    const hosts = texts(server.hosts);
    const others = claimants(
      server,
      near.map(({ ports }) => ports.get(port)),
    )
      .filter((name) => name !== own)
      .sort();
    if (others.length > 0)
      return [{ problem: `Conflict with gateways ${others.join(',')}`, server: index, port, hosts }];
    // Istio says so only where another Gateway opens the port as well.
    const claims = claimsOf(server).map((claim) => `${port} ${claim}`);
    if (claims.some((claim) => earlier.has(claim)) && near.some(({ openers }) => hasOther(openers.get(port), own))) {
      return [{ problem: `Conflict between servers of this Gateway`, server: index, port, hosts }];
    }
    for (const claim of claims) earlier.add(claim);
    return [];
  });
}

function hasOther(names: ReadonlySet<string> | undefined, own: string): boolean {
  return names !== undefined && names.size > (names.has(own) ? 1 : 0);
}

function groupOf(selector: string, members: readonly Resource[]): Group {
  const ports = new Map<number, Map<string, string[]>>();
  const openers = new Map<number, Set<string>>();
  for (const gateway of members) {
    const last = new Map(objects(gateway.spec.servers).map((server) => [number(fields(server.port).number), server]));
    for (const [port, server] of last) {
      const claims = ports.get(port) ?? new Map<string, string[]>();
      openers.set(port, (openers.get(port) ?? new Set()).add(fullName(gateway)));
      for (const claim of claimsOf(server)) {
        const names = claims.get(claim);
        if (names) names.push(fullName(gateway));
        else claims.set(claim, [fullName(gateway)]);
      }
      ports.set(port, claims);
    }
  }
  return { selector, labels: members[0]?.spec.selector, ports, openers };
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
