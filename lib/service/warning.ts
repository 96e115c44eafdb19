import type { IConstruct } from 'constructs';

/** Something that is allowed and will hardly do what was meant. */
export interface Warning {
  /** Stable identifier of the kind. */
  readonly id: string;
  /** What is odd, and what to do about it. */
  readonly message: string;
}

const PRINTED = Symbol.for('cdk8s-istio.PrintedWarnings');
type Rooted = { [PRINTED]?: Set<string> };

/** Prints warnings of a construct to stderr; each one once, because cdk8s validates an App again for every chart. */
export function printWarnings(scope: IConstruct, warnings: readonly Warning[]): void {
  if (warnings.length === 0) return;
  const root = scope.node.root as unknown as Rooted;
  if (!root[PRINTED]) Object.defineProperty(root, PRINTED, { value: new Set<string>() });
  const printed = root[PRINTED] as Set<string>;
  for (const { id, message } of warnings) {
    const line = `warning: ${scope.node.path}: ${message} [${id}]\n`;
    if (printed.has(line)) continue;
    printed.add(line);
    process.stderr.write(line);
  }
}

/**
 * Prints warnings of a construct whenever the App is validated.
 *
 * @param find asked at every validation, so that what was added later counts
 */
export function warnAtValidation(scope: IConstruct, find: () => readonly Warning[]): void {
  scope.node.addValidation({
    validate: () => {
      printWarnings(scope, find());
      return [];
    },
  });
}
