import type { ChosenCluster } from './decision';
import type { Proxy } from './proxy';

/** Clusters that every proxy of their kind has. */
const BUILT_IN = new Set(['PassthroughCluster', 'InboundPassthroughCluster', 'AllowAnyDynamicDNSCluster']);

/** A cluster by its name, as this proxy has it. */
export function chosen(proxy: Proxy, name: string, weight: number): ChosenCluster {
  return { name, weight, cluster: proxy.clusters.find(name) };
}

/** The part of a split that gets most; it stands for the whole where one example is shown. */
export function heaviest(clusters: readonly ChosenCluster[]): ChosenCluster | undefined {
  return clusters.reduce<ChosenCluster | undefined>((a, b) => (a && a.weight >= b.weight ? a : b), undefined);
}

/** Whether the proxy has the cluster. */
export function exists({ name, cluster }: ChosenCluster): boolean {
  return cluster !== undefined || BUILT_IN.has(name) || name.startsWith('inbound|');
}
