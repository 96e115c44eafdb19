// The fields of every kind that no manifest of an example or snapshot sets, each with its reason.
import { collect, fieldsOf, KINDS, under } from './fields.mjs';
import { manifests } from './manifests.mjs';
import { REASONS } from './reasons.mjs';

/** `{ kind, all, fields, set, open: [{ path, state, why }] }` of every kind. */
export function coverageOf(root) {
  const all = manifests(root);
  return KINDS.map((of) => {
    const [group, kind] = of.split('/');
    const known = new Set(fieldsOf(root, of));
    const set = new Set();
    for (const one of all) {
      const grouped = one.apiVersion === undefined || one.apiVersion.startsWith(`${group}/`);
      if (one.kind === kind && grouped) collect(one.spec, known, set);
    }
    const fields = new Set([...known].map(once));
    const done = new Set([...set].map(once));
    const open = [...fields].filter((field) => !done.has(field)).map((path) => ({ path, ...reasonOf(kind, path) }));
    return { kind, all: [...fields], fields: fields.size, set: done.size, open };
  });
}

/**
 * A traffic policy is one type at four places: of the rule, of a port, of a subset and of a port of a subset. What one of
 * them has set is shown.
 */
export function once(path) {
  return path.replace(
    /^spec\.(subsets\[\]\.)?trafficPolicy(\.portLevelSettings\[\](?!\.port\b))?/,
    'spec.trafficPolicy',
  );
}

function reasonOf(kind, path) {
  const [best] = REASONS[kind].filter(([start]) => under(path, start)).sort(([a], [b]) => b.length - a.length);
  if (!best) throw new Error(`coverage: scripts/istio-fields/reasons.mjs has no reason for ${kind} ${path}`);
  return { state: best[1], why: best[2] };
}
