/** How bad it is: `error` would be refused by the API server or the webhook, or breaks traffic for certain. */
export type Level = 'error' | 'warning' | 'info';

/** The resource that a finding is about. */
export interface FindingResource {
  readonly kind: string;
  /** Empty where the manifest names none. */
  readonly namespace: string;
  readonly name: string;
}

/** One thing that analysis found. Frozen. */
export interface Finding {
  /** `IST0101` … where the check is Istio's own, `CIS` and four digits for ours. */
  readonly code: string;
  readonly level: Level;
  /** One line: what is wrong, and what to do. */
  readonly message: string;
  readonly resource: FindingResource;
  /** Field the finding is about, e.g. `spec.http[0].route[0].destination.host`. */
  readonly path?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** That line of YAML. */
  readonly source?: string;
  /** Construct path, where the resource comes from a cdk8s App. */
  readonly construct?: string;
}
