import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';

/** A finding that is accepted for a construct and everything below it. */
export interface ScopedSuppression {
  readonly scope: IConstruct;
  readonly code: string;
  readonly reason: string;
}

const written = new WeakMap<ApiObject, Set<ScopedSuppression>>();

/**
 * Writes each suppression to every object below its scope. At validation, because objects may be added after the suppression;
 * once an object, because validations run many times.
 */
export function annotate(suppressions: readonly ScopedSuppression[]): void {
  if (suppressions.length === 0) return;
  /* eslint-disable @typescript-eslint/no-require-imports -- only where something is suppressed */
  const { apiObjectsOf } = require('../snapshot') as typeof import('../snapshot');
  const analysis = require('../analysis') as typeof import('../analysis');
  /* eslint-enable @typescript-eslint/no-require-imports */
  const { REASON_ANNOTATION, reasonAnnotation, reasonsOf, SUPPRESS_ANNOTATION } = analysis;
  for (const suppression of suppressions) {
    const { code, reason } = suppression;
    for (const object of apiObjectsOf(suppression.scope)) {
      const done = written.get(object) ?? new Set();
      if (done.has(suppression)) continue;
      written.set(object, done.add(suppression));
      const { annotations = {} } = object.metadata.toJson() as { annotations?: Readonly<Record<string, string>> };
      const codes = (annotations[SUPPRESS_ANNOTATION] ?? '').split(',').filter((one) => one !== '');
      const reasons = new Map(reasonsOf(annotations[REASON_ANNOTATION] ?? '')).set(code, reason);
      object.metadata.addAnnotation(SUPPRESS_ANNOTATION, [...new Set([...codes, code])].join(','));
      object.metadata.addAnnotation(REASON_ANNOTATION, reasonAnnotation(reasons));
    }
  }
}
