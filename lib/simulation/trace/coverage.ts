import { hostsOverlap } from '../../mesh/host';
import type { Snapshot } from '../../snapshot';
import { keyOf, configOf } from '../model/config';
import { records, text } from '../model/fields';
import { readServers, serverNames } from '../listeners/server';
import { withoutPort } from '../routes/request-view';
import type { RuleOrigin } from '../rules/virtual-service';
import type { Trace } from './trace';
import { TracedMesh } from './traced-mesh';

/** What a set of requests reached, and what it did not. */
export interface Coverage {
  readonly rules: CoverageOf;
  readonly subsets: CoverageOf;
  readonly servers: CoverageOf;
}

/** One kind of thing. */
export interface CoverageOf {
  readonly total: number;
  /** In the order in which they are written. */
  readonly missed: readonly string[];
}

/** Which rules, subsets and servers of a mesh no request reached. */
export function coverageOf(snapshot: Snapshot, traces: readonly Trace[]): Coverage {
  const { model } = TracedMesh.of(snapshot);
  const rules = model.rules.all.flatMap(({ http, tls, tcp }) =>
    [...http, ...tls, ...tcp].map(({ origin }) => ruleName(origin)),
  );
  const subsets = snapshot
    .ofKind('networking.istio.io/DestinationRule')
    .map(configOf)
    .flatMap((rule) => records(rule.spec['subsets']).map((subset) => `${keyOf(rule)} subset ${text(subset['name'])}`));
  const servers = model.gateways.flatMap(readServers);
  const reachedRules = new Set<string>();
  const reachedSubsets = new Set<string>();
  const reachedServers = new Set<string>();
  for (const { hops } of traces) {
    for (const { decision, kind } of hops) {
      const { origin, route, clusters, view, chain, listener } = decision;
      if (origin) reachedRules.add(ruleName(origin));
      if (route?.via) reachedRules.add(ruleName(route.via));
      for (const { cluster } of clusters) {
        if (!cluster || cluster.subset === '') continue;
        for (const rule of cluster.destinationRule?.from ?? [])
          reachedSubsets.add(`${keyOf(rule)} subset ${cluster.subset}`);
      }
      if (kind !== 'gateway' || !listener) continue;
      const names = view ? [withoutPort(view.authority)] : (chain?.sni ?? []);
      for (const server of servers) {
        const hosts = server.hosts.map((host) => host.slice(host.indexOf('/') + 1));
        if (names.some((name) => [...hosts, ...serverNames(server)].some((host) => hostsOverlap(host, name)))) {
          reachedServers.add(serverName(server));
        }
      }
    }
  }
  return {
    rules: part(rules, reachedRules),
    subsets: part(subsets, reachedSubsets),
    servers: part(servers.map(serverName), reachedServers),
  };
}

function part(all: readonly string[], reached: ReadonlySet<string>): CoverageOf {
  const distinct = [...new Set(all)];
  return { total: distinct.length, missed: distinct.filter((name) => !reached.has(name)) };
}

function ruleName({ config, section, index }: RuleOrigin): string {
  return `${keyOf(config)} ${section}[${index}]`;
}

function serverName({ gatewayName, index, portName }: ReturnType<typeof readServers>[number]): string {
  return `${gatewayName} servers[${index}] ${portName}`;
}
