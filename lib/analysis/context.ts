import type { KindKey, Resource, Snapshot } from '../snapshot';
import type { Report, RuleContext } from './rule';

/** Namespaces of Kubernetes itself; istioctl does not look at them, nor do we. */
const SYSTEM_NAMESPACES = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage']);

/** Told about every kind that a rule asks for; tests compare it with what the rule declares. */
export type AccessRecorder = (kind: KindKey) => void;

/** What one run of rules sees. Shared by all rules of a run, so that a kind is filtered once. */
export class World {
  private readonly byKind = new Map<KindKey, readonly Resource[]>();
  private readonly complete: ReadonlySet<string>;

  constructor(
    public readonly snapshot: Snapshot,
    public readonly closed: boolean,
  ) {
    this.complete = new Set(snapshot.complete);
  }

  /** As {@link RuleContext.ofKind}. */
  public ofKind(kind: KindKey): readonly Resource[] {
    let resources = this.byKind.get(kind);
    if (!resources) {
      resources = this.snapshot.ofKind(kind);
      if (resources.some(isSystem)) resources = resources.filter((resource) => !isSystem(resource));
      this.byKind.set(kind, resources);
    }
    return resources;
  }

  /** As {@link RuleContext.isMissing}. */
  public isMissing(kind: KindKey, namespace: string, name: string): boolean {
    if (!this.closed && !this.complete.has(namespace)) return false;
    return this.snapshot.find(kind, namespace, name) === undefined && !this.snapshot.isKnown(kind, namespace, name);
  }

  /** The view of one rule. */
  public contextFor(report: (report: Report) => void, record?: AccessRecorder): RuleContext {
    return {
      snapshot: this.snapshot,
      closed: this.closed,
      ofKind: (kind) => {
        record?.(kind);
        return this.ofKind(kind);
      },
      find: (kind, namespace, name) => {
        record?.(kind);
        return this.snapshot.find(kind, namespace, name);
      },
      isMissing: (kind, namespace, name) => {
        record?.(kind);
        return this.isMissing(kind, namespace, name);
      },
      report,
    };
  }
}

function isSystem(resource: Resource): boolean {
  return SYSTEM_NAMESPACES.has(resource.namespace);
}
