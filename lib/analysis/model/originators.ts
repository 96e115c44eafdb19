/** Which gateways send requests to a host: they, and not the callers' sidecars, open TLS towards it. */
import { hostMatches, isWildcard } from '../../mesh';
import type { RuleContext } from '../rule';
import { allDestinations, hostOf } from './destinations';
import { fields, objects, text, texts } from './json';
import {
  GATEWAY,
  HTTP_ROUTE,
  KUBERNETES_GATEWAY,
  TCP_ROUTE,
  TLS_ROUTE,
  VIRTUAL_SERVICE,
  WORKLOAD_KINDS,
} from './kinds';
import { fqdn, reference } from './names';
import { workloadsOf } from './workloads';

const ROUTES = [HTTP_ROUTE, TLS_ROUTE, TCP_ROUTE] as const;

/** What {@link Originators} reads. */
export const ORIGINATOR_KINDS = [GATEWAY, VIRTUAL_SERVICE, KUBERNETES_GATEWAY, ...ROUTES, ...WORKLOAD_KINDS] as const;

/** Hosts by the gateways that send to them. */
export class Originators {
  /** By host, namespaces of the gateways' proxies; undefined where a gateway's workloads are not in the snapshot. */
  private readonly byHost = new Map<string, Set<string | undefined>>();

  constructor(private readonly context: RuleContext) {
    for (const virtualService of context.ofKind(VIRTUAL_SERVICE)) {
      const gateways = texts(virtualService.spec.gateways).filter((name) => name !== '' && name !== 'mesh');
      if (gateways.length === 0) continue;
      const namespaces = gateways.flatMap((name) => this.namespacesOf(virtualService.namespace, name));
      for (const { destination } of allDestinations(virtualService)) {
        this.add(hostOf(destination), virtualService.namespace, namespaces);
      }
    }
    for (const route of ROUTES.flatMap((kind) => context.ofKind(kind))) {
      const parents = objects(route.spec.parentRefs)
        .filter(({ kind }) => text(kind) === '' || text(kind) === 'Gateway')
        .map(({ namespace }) => text(namespace) || route.namespace);
      for (const backend of objects(route.spec.rules).flatMap(({ backendRefs }) => objects(backendRefs))) {
        this.add(text(backend.name), text(backend.namespace) || route.namespace, parents);
      }
    }
  }

  /** Namespaces of the gateways that send to the host, or to one that a wildcard stands for. */
  public towards(host: string): ReadonlySet<string | undefined> {
    if (!isWildcard(host)) return this.byHost.get(host) ?? new Set();
    const found = [...this.byHost].filter(([one]) => hostMatches(host, one));
    return new Set(found.flatMap(([, namespaces]) => [...namespaces]));
  }

  private add(host: string, namespace: string, proxies: readonly (string | undefined)[]): void {
    const name = fqdn(host, namespace, this.context.snapshot.clusterDomain);
    const known = this.byHost.get(name) ?? new Set();
    for (const one of proxies) known.add(one);
    if (proxies.length > 0) this.byHost.set(name, known);
  }

  private namespacesOf(namespace: string, name: string): readonly (string | undefined)[] {
    const target = reference(namespace, name);
    const { find } = this.context;
    if (find(KUBERNETES_GATEWAY, target.namespace, target.name)) return [target.namespace];
    const gateway = find(GATEWAY, target.namespace, target.name);
    const workloads = gateway ? workloadsOf(this.context).select(fields(gateway.spec.selector)) : [];
    return workloads.length > 0 ? workloads.map((one) => one.namespace) : [undefined];
  }
}
