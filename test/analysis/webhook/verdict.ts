import { analyze, rules } from '../../../lib/analysis';
import { manifest, snapshotOf } from '../model/manifest';

type Json = Readonly<Record<string, unknown>>;

/** What one rule says of one resource of namespace `ns`: level and path of each finding, its other places left out. */
export function verdictOf(rule: string, type: string, spec: Json, rest: Json = {}): string[] {
  const { name = 'a', ...metadata } = rest as { name?: string };
  const entry = rules.find(({ id }) => id === rule)!;
  const snapshot = snapshotOf([manifest(type, `ns/${name}`, { spec, ...metadata })]);
  return analyze(snapshot, { rules: [entry], shape: false }).map(({ code, level, path }) => {
    const own = code === 'IST0106' || code === 'IST0133' ? '' : `${code} `;
    return `${own}${level} ${path}`;
  });
}
