/** Where a resource was written. */
export interface Origin {
  /** Construct path, where the resource comes from a cdk8s App. */
  readonly construct?: string;
  /** File that the resource was read from; `-` is standard input. */
  readonly file?: string;
  /** Line of the document's first key in that file, from 1. Computed on demand where it is costly. */
  readonly line?: number;
}

/** A JSON object of a manifest. Never written to. */
export type Fields = Readonly<Record<string, unknown>>;

/** One Kubernetes resource as it will be applied; deeply frozen. */
export interface Resource {
  /** API group; empty for Kubernetes' core group. */
  readonly group: string;
  /** API version without the group, e.g. `v1` or `v1beta1`. All versions of an Istio kind are one model. */
  readonly version: string;
  readonly kind: string;
  /** Empty where the manifest names none, and for cluster-scoped kinds. */
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** `spec`, or an empty object. */
  readonly spec: Fields;
  /** The whole manifest, as written. */
  readonly manifest: Fields;
  readonly origin: Origin;
}

/** What identifies a resource within a snapshot. */
export interface ResourceId {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}
