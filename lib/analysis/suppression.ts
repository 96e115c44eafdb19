/**
 * Findings that somebody accepted: by annotation on the resource, as istioctl reads it, or by the caller.
 *
 * @see https://istio.io/latest/docs/ops/diagnostic-tools/istioctl-analyze/ (ignoring specific analyzer messages)
 */
import type { Resource, Snapshot } from '../snapshot';
import type { Located } from './findings';

/** Annotation with the codes to leave out on a resource, separated by commas; `*` is all of them. */
export const SUPPRESS_ANNOTATION = 'galley.istio.io/analyze-suppress';

/** Annotation that says why: `CODE: reason`, several separated by `; `. */
export const REASON_ANNOTATION = 'cdk8s-istio/analyze-suppress-reason';

/** Code of a suppression that suppresses nothing. */
export const UNUSED_SUPPRESSION = 'CIS0001';

/** A finding that is accepted by whoever runs the analysis. */
export interface Suppression {
  readonly code: string;
  /** Why it is accepted. */
  readonly reason: string;
  /** `Kind name.namespace` with `*` for any text, as istioctl's --suppress takes it. @default - every resource */
  readonly resource?: string;
}

/** What is left of a run. */
export interface Sifted {
  readonly kept: readonly Located[];
  readonly suppressed: readonly Located[];
}

/**
 * Parts what is suppressed from what is not, and reports suppressions that nothing needs.
 *
 * @param alsoFound what another world would report, asked for only when a suppression seems unused
 */
export function sift(
  found: readonly Located[],
  snapshot: Snapshot,
  suppressions: readonly Suppression[],
  alsoFound: () => readonly Located[],
): Sifted {
  const marks = snapshot.resources.flatMap(marksOf);
  const used = new Set<string>();
  const kept: Located[] = [];
  const suppressed: Located[] = [];
  const byResource = groupedByResource(marks);
  const globs = suppressions.map((one) => globOf(one.resource ?? '*'));
  const isSuppressed = ({ code, resource }: Located): boolean => {
    let hit = false;
    for (const mark of byResource.get(resource) ?? []) {
      if (mark.code !== '*' && mark.code !== code) continue;
      used.add(mark.group);
      hit = true;
    }
    suppressions.forEach((one, i) => {
      if (one.code !== code || !globs[i]!.test(friendlyName(resource))) return;
      used.add(callerGroup(i));
      hit = true;
    });
    return hit;
  };
  for (const one of found) if (!isAboutSuppressing(one)) (isSuppressed(one) ? suppressed : kept).push(one);
  const isUnused = (mark: Mark) => !used.has(mark.group);
  if (marks.some(isUnused)) alsoFound().forEach(isSuppressed);
  const firstOfGroup = new Map(
    marks
      .filter(isUnused)
      .map((mark) => [mark.group, mark] as const)
      .reverse(),
  );
  kept.push(...[...firstOfGroup.values()].map(unusedMark));
  kept.push(...suppressions.filter((_, i) => !used.has(callerGroup(i))).map(unusedByCaller));
  return { kept, suppressed };
}

/** Istio calls the annotation itself alpha: nobody could suppress a finding without being told so. */
function isAboutSuppressing({ code, path }: Located): boolean {
  return code === 'IST0136' && path === `metadata.annotations.${SUPPRESS_ANNOTATION}`;
}

interface Mark {
  readonly resource: Resource;
  readonly code: string;
  /** Marks of one group stand or fall together: the same reason on the objects of one construct. */
  readonly group: string;
}

function marksOf(resource: Resource): Mark[] {
  const codes = resource.annotations[SUPPRESS_ANNOTATION];
  if (codes === undefined) return [];
  const reasons = reasonsOf(resource.annotations[REASON_ANNOTATION] ?? '');
  return codes
    .split(',')
    .map((code) => code.trim())
    .filter((code) => code !== '')
    .map((code) => {
      const reason = reasons.get(code);
      const own = `${resource.kind} ${resource.namespace}/${resource.name}`;
      return { resource, code, group: reason === undefined ? `${code} on ${own}` : `${code} because ${reason}` };
    });
}

/** The reasons of an annotation, by code. */
export function reasonsOf(annotation: string): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>();
  for (const part of annotation.split(/; (?=(?:\*|[A-Z]{3}\d{4}): )/)) {
    const [code = '', ...rest] = part.split(': ');
    if (rest.length > 0) reasons.set(code, rest.join(': '));
  }
  return reasons;
}

/** The annotation that {@link reasonsOf} reads. */
export function reasonAnnotation(reasons: ReadonlyMap<string, string>): string {
  return [...reasons].map(([code, reason]) => `${code}: ${reason}`).join('; ');
}

function groupedByResource(marks: readonly Mark[]): ReadonlyMap<Resource, readonly Mark[]> {
  const grouped = new Map<Resource, Mark[]>();
  for (const mark of marks) grouped.set(mark.resource, [...(grouped.get(mark.resource) ?? []), mark]);
  return grouped;
}

function unusedMark({ resource, code }: Mark): Located {
  return {
    resource,
    code: UNUSED_SUPPRESSION,
    level: 'warning',
    path: `metadata.annotations.${SUPPRESS_ANNOTATION}`,
    message: `${code} is suppressed but not found; remove the suppression`,
  };
}

const NOWHERE: Omit<Resource, 'name'> = {
  group: '',
  version: '',
  kind: 'Suppression',
  namespace: '',
  labels: {},
  annotations: {},
  spec: {},
  manifest: {},
  origin: {},
};

function unusedByCaller({ code, resource }: Suppression): Located {
  const on = resource === undefined ? '' : ` on ${resource}`;
  return {
    resource: { ...NOWHERE, name: code },
    code: UNUSED_SUPPRESSION,
    level: 'warning',
    message: `${code} is suppressed${on} but not found; remove the suppression`,
  };
}

function callerGroup(index: number): string {
  return `#${index}`;
}

function friendlyName({ kind, namespace, name }: Resource): string {
  return namespace === '' ? `${kind} ${name}` : `${kind} ${name}.${namespace}`;
}

function globOf(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}
