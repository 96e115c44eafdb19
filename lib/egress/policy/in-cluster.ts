import { checkDnsLabel } from '../../mesh';
import { Allowance } from './allowance';

/** Which Pods of the cluster stay reachable under an EgressPolicy. */
export class InCluster {
  /** Those of all namespaces. */
  public static all(): InCluster {
    return new InCluster(undefined);
  }

  /** Those of the policy's own namespace. */
  public static sameNamespace(): InCluster {
    return new InCluster([]);
  }

  /**
   * Those of the policy's own namespace and of some others.
   *
   * @throws ConfigurationError NameNotDnsLabel
   */
  public static namespaces(...namespaces: readonly string[]): InCluster {
    for (const one of namespaces) checkDnsLabel(one, 'InCluster.namespaces', 'namespace');
    return new InCluster(namespaces);
  }

  private constructor(private readonly others: readonly string[] | undefined) {}

  /** @internal */
  public _allowances(): readonly Allowance[] {
    if (!this.others) return [Allowance.pods({ namespaceLabels: {} })];
    return [Allowance.pods(), ...this.others.map((one) => Allowance.namespace(one))];
  }

  /**
   * Hosts as a Sidecar lists them: the namespace is that of the configuration (a Service or a route), not that of the caller.
   * A namespace that is listed as a whole lists none of its hosts, of which Istio would warn as duplicates.
   *
   * @param namespace the policy's own
   * @param further what the mesh needs beyond
   * @internal
   */
  public _hosts(namespace: string, further: readonly string[]): string[] {
    if (!this.others) return ['*/*'];
    const asked = ['./*', ...this.others.map((one) => `${one}/*`), ...further];
    const hosts = new Set(
      asked.map((one) => (one.startsWith(`${namespace}/`) ? `.${one.slice(namespace.length)}` : one)),
    );
    return [...hosts].filter((one) => one.endsWith('/*') || !hosts.has(`${one.slice(0, one.indexOf('/'))}/*`));
  }
}
