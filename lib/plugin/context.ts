/**
 * What the cdk8s CLI gives to a validation plugin, as far as it is used here. Written down rather than imported: whoever uses
 * the plugin has the CLI, whoever uses the library need not.
 *
 * @see https://cdk8s.io/docs/latest/cli/synth/ (validations)
 */
export interface IValidationContext {
  /** Paths of the manifests that were synthesised. */
  readonly manifests: readonly string[];
  /** Takes what is found. */
  readonly report: IValidationReport;
}

/** Where a plugin puts what it found. */
export interface IValidationReport {
  /** Adds one thing that is wrong. */
  addViolation(violation: ValidationViolation): void;
  /** Ends the validation; `failure` makes the synth fail. */
  submit(status: 'success' | 'failure', metadata?: Readonly<Record<string, string>>): void;
}

/** One thing that is wrong, on any number of resources. */
export interface ValidationViolation {
  readonly ruleName: string;
  readonly recommendation: string;
  readonly fix: string;
  readonly violatingResources: readonly ValidationViolatingResource[];
}

/** A resource that something is wrong with. */
export interface ValidationViolatingResource {
  /** The CLI looks the construct up by this name. */
  readonly resourceName: string;
  readonly locations: readonly string[];
  readonly manifestPath: string;
}
