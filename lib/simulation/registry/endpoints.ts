import type { Fields, Resource, Snapshot } from '../../snapshot';
import { record, records, selects, text, textMap } from '../model/fields';
import type { Workload } from '../model/workload';
import type { Endpoint, MeshService } from './service';

const TLS_MODE = 'security.istio.io/tlsMode';

/** Finds where services run: workloads, Pods, WorkloadEntries, endpoints written by hand. */
export class Endpoints {
  private readonly known = new Map<MeshService, readonly Endpoint[]>();
  private readonly candidates = new Map<string, readonly Endpoint[]>();

  constructor(
    private readonly snapshot: Snapshot,
    private readonly workloads: readonly Workload[],
  ) {}

  public of(service: MeshService): readonly Endpoint[] {
    let found = this.known.get(service);
    if (!found) {
      found = service.registry === 'Kubernetes' ? this.ofService(service) : this.ofEntry(service);
      this.known.set(service, found);
    }
    return found;
  }

  private ofService(service: MeshService): readonly Endpoint[] {
    if (service.selector) return this.selected(service.namespace, service.selector);
    const out: Endpoint[] = [];
    for (const slice of this.snapshot.ofKind('discovery.k8s.io/EndpointSlice')) {
      if (slice.namespace !== service.namespace) continue;
      if (slice.labels['kubernetes.io/service-name'] !== service.name) continue;
      for (const { addresses } of records(slice.manifest['endpoints'])) out.push(...plain(addresses));
    }
    const written = this.snapshot.find('Endpoints', service.namespace, service.name);
    for (const subset of records(written?.manifest['subsets'])) {
      out.push(...plain(records(subset['addresses']).map((address) => text(address['ip']))));
    }
    return out;
  }

  private ofEntry(service: MeshService): readonly Endpoint[] {
    const { spec } = service.resource;
    if (service.selector) return this.selected(service.namespace, service.selector);
    const written = records(spec['endpoints']).map(entryEndpoint);
    if (written.length > 0) return written;
    return service.resolution === 'dns' || service.resolution === 'dns-round-robin' ? plain([service.host]) : [];
  }

  private isWorkload(pod: Resource): boolean {
    return this.workloads.some(({ namespace, name }) => namespace === pod.namespace && name === pod.name);
  }

  private selected(namespace: string, selector: ReadonlyMap<string, string>): readonly Endpoint[] {
    return this.inNamespace(namespace).filter((endpoint) => selects(selector, endpoint.labels));
  }

  private inNamespace(namespace: string): readonly Endpoint[] {
    let all = this.candidates.get(namespace);
    if (!all) {
      const workloads = this.workloads
        .filter((workload) => workload.namespace === namespace)
        .map((workload) => ({
          labels: workload.labels,
          mtls: workload.acceptsMtls,
          address: workload.address ?? '',
        }));
      const pods = this.snapshot.ofKind('Pod').filter((pod) => pod.namespace === namespace && !this.isWorkload(pod));
      const entries = this.snapshot
        .ofKind('networking.istio.io/WorkloadEntry')
        .filter((entry) => entry.namespace === namespace)
        .map((entry) => {
          const endpoint = entryEndpoint(entry.spec);
          return { ...endpoint, labels: new Map([...endpoint.labels, ...Object.entries(entry.labels)]) };
        });
      all = [...workloads, ...pods.map(podEndpoint), ...entries];
      this.candidates.set(namespace, all);
    }
    return all;
  }
}

function podEndpoint(pod: Resource): Endpoint {
  const labels = new Map(Object.entries(pod.labels));
  return { labels, mtls: labels.get(TLS_MODE) === 'istio', address: text(record(pod.manifest['status'])['podIP']) };
}

function entryEndpoint(spec: Fields): Endpoint {
  const labels = textMap(record(spec)['labels']);
  const mode = labels.get(TLS_MODE);
  return {
    labels,
    mtls: mode === undefined ? text(spec['serviceAccount']) !== '' : mode === 'istio',
    address: text(spec['address']),
  };
}

function plain(addresses: unknown): Endpoint[] {
  if (!Array.isArray(addresses)) return [];
  return addresses.map((address) => ({ labels: new Map(), mtls: false, address: text(address) }));
}
