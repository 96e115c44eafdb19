import { ConfigurationError, type IErrorScope } from '../errors';
import { isDnsLabel } from '../mesh';

/**
 * Checks the namespaces that may see an object: `*` alone, or `.` and names of namespaces.
 *
 * @throws ConfigurationError VisibilityMalformed
 */
export function checkVisibility(exportTo: readonly string[] | undefined, at: IErrorScope): void {
  if (exportTo === undefined) return;
  const wellFormed =
    exportTo.length > 0 &&
    new Set(exportTo).size === exportTo.length &&
    (exportTo.length === 1 || !exportTo.includes('*')) &&
    exportTo.every((one) => one === '*' || one === '.' || isDnsLabel(one));
  if (wellFormed) return;
  throw new ConfigurationError('VisibilityMalformed', { at, problem: 'exportTo is malformed', value: exportTo });
}

/** Who sees an object. */
export interface Visibility {
  /** Namespace of the object. @default - none is known */
  readonly namespace?: string;
  /** As in the object. @default - every namespace */
  readonly exportTo?: readonly string[];
}

/** Whether some namespace sees both objects. */
export function seenTogether(a: Visibility, b: Visibility): boolean {
  const left = namespacesOf(a);
  const right = namespacesOf(b);
  if (left === undefined || right === undefined) return true;
  return left.some((namespace) => right.includes(namespace));
}

function namespacesOf({ namespace, exportTo }: Visibility): string[] | undefined {
  if (exportTo === undefined || exportTo.includes('*')) return undefined;
  // Without a namespace, "." is the same unknown one for every object of the App.
  return exportTo.map((one) => (one === '.' ? (namespace ?? '.') : one));
}
