/** What a Sidecar lets its workloads know: the routes and hosts that its egress listeners list. */
import { excludes, listsRule, listsService, readHosts, type HostSelection } from '../../mesh/sidecar-hosts';
import type { Resource } from '../../snapshot';
import { objects, texts } from './json';
import { fqdn } from './names';

/** Selections by namespace; `*` is any. */
type Hosts = ReadonlyMap<string, HostSelection>;

/** The imports of one Sidecar, for all its listeners together. */
export class SidecarImports {
  private readonly listeners: readonly Hosts[];

  constructor(
    sidecar: Resource,
    private readonly clusterDomain: string,
  ) {
    const egress = objects(sidecar.spec.egress);
    const lists = egress.length > 0 ? egress.map(({ hosts }) => texts(hosts)) : [['*/*']];
    this.listeners = lists.map((hosts) => readHosts(hosts, sidecar.namespace));
  }

  /** Whether a VirtualService that the namespace sees is taken. */
  public hasRule({ namespace, spec }: Resource): boolean {
    const hosts = texts(spec.hosts).map((host) => fqdn(host, namespace, this.clusterDomain));
    return this.has(namespace, (selection, isLeftOut) =>
      hosts.some((host) => listsRule(selection, host, false) && !isLeftOut(host)),
    );
  }

  /** Whether a host that a namespace declares is known; its full name. */
  public hasHost(host: string, namespace: string): boolean {
    return this.has(namespace, (selection, isLeftOut) => listsService(selection, host) && !isLeftOut(host));
  }

  private has(
    namespace: string,
    test: (selection: HostSelection, isLeftOut: (host: string) => boolean) => boolean,
  ): boolean {
    return this.listeners.some((hosts) => {
      const here = hosts.get(namespace);
      const everywhere = hosts.get('*');
      const isLeftOut = (host: string) => excludes(here, host) || excludes(everywhere, host);
      return [here, everywhere].some((selection) => selection !== undefined && test(selection, isLeftOut));
    });
  }
}
