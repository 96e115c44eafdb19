/** A place in a text. */
export interface Position {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** The line; of one that is longer than 240 characters, what is around the field. */
  readonly text: string;
}

/** Where a resource was written. */
export interface Origin {
  /** Construct path, where the resource comes from a cdk8s App. */
  readonly construct?: string;
  /** File that the resource was read from; `-` is standard input. */
  readonly file?: string;
  /** Line of the document's first key in that file, from 1. Computed on demand where it is costly. */
  readonly line?: number;
  /**
   * Where a field stands in the file: the field itself, or its nearest parent that is written there. Costs a second parse
   * of the document, so it is asked only for resources that have a finding.
   * @default - the resource has no text
   */
  readonly locate?: (path?: string) => Position | undefined;
}

/** A JSON object of a manifest. Never written to. */
export type Fields = Readonly<Record<string, unknown>>;

/** One Kubernetes resource as it will be applied. Frozen; its manifest is not, because that costs more than reading it. */
export interface Resource {
  /** API group; empty for Kubernetes' core group. */
  readonly group: string;
  /** API version without the group, e.g. `v1` or `v1beta1`. All versions of an Istio kind are one model. */
  readonly version: string;
  readonly kind: string;
  /** Empty where the manifest names none, and for cluster-scoped kinds. */
  readonly namespace: string;
  readonly name: string;
  /** Without prototype: any key may be looked up. */
  readonly labels: Readonly<Record<string, string>>;
  /** Without prototype: any key may be looked up. */
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
