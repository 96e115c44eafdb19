// docs/coverage.md
import { under } from './fields.mjs';
import { API, PATCH, REPLACED } from './reasons.mjs';

const WORDS = {
  [API]: 'Set by constructs, shown by no example',
  [REPLACED]: 'Replaced by another field, which constructs set where they need it',
  [PATCH]: 'By patch only',
};

export function page(coverage) {
  const open = coverage.reduce((sum, one) => sum + one.open.length, 0);
  const total = coverage.reduce((sum, one) => sum + one.fields, 0);
  return [
    '# Fields of Istio v1 that no example sets',
    '',
    '<!-- Written by "npm run coverage"; the reasons are in scripts/istio-fields/reasons.mjs. -->',
    '',
    `Of ${total} fields, the examples' \`expected/\` and the snapshots of constructs set ${total - open}. The other ${open}`,
    'are below, each with what sets it instead. `[]` is an element of a list, `*` a key of a map, `**` everything',
    'below. A traffic policy is one type at four places of a DestinationRule; a field that is shown at one of them counts as shown.',
    '',
    'Every generated object takes a patch for what has no API:',
    "`virtualService.addJsonPatch(JsonPatch.add('/spec/http/0/…', …))`; checks and traces see its result.",
    '',
    '| Kind | Fields | Shown | By constructs, not shown | Replaced | By patch |',
    '| --- | --: | --: | --: | --: | --: |',
    ...coverage.map(({ kind, fields, set, open: rest }) => {
      const count = (state) => rest.filter((one) => one.state === state).length;
      return `| ${kind} | ${fields} | ${set} | ${count(API)} | ${count(REPLACED)} | ${count(PATCH)} |`;
    }),
    '',
    ...coverage.filter((one) => one.open.length > 0).flatMap(section),
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
}

function section({ kind, all, open }) {
  return [`## ${kind}`, '', ...Object.keys(WORDS).flatMap((state) => table(state, open, all))];
}

function table(state, open, all) {
  const rows = new Map();
  for (const { path, state: of, why } of open) {
    if (of === state) rows.set(why, [...(rows.get(why) ?? []), path]);
  }
  if (rows.size === 0) return [];
  return [
    `${WORDS[state]}:`,
    '',
    `| Fields | ${{ [API]: 'By', [REPLACED]: 'Use', [PATCH]: 'Why' }[state]} |`,
    '| --- | --- |',
    ...[...rows].map(
      ([why, paths]) =>
        `| ${folded(paths, all)
          .map((path) => `\`${path}\``)
          .join('<br>')} | ${why} |`,
    ),
    '',
  ];
}

/** Four fields or more that are all that is below one path are told by that path. */
function folded(paths, all) {
  const parents = (path) => [...path.matchAll(/\./g)].map(({ index }) => path.slice(0, index));
  const whole = (parent) => {
    const below = all.filter((field) => under(field, parent));
    return below.length >= 4 && below.every((field) => paths.includes(field));
  };
  return [
    ...new Set(
      paths.map((path) => {
        const top = parents(path).find(whole);
        return top === undefined ? path : `${top}.**`;
      }),
    ),
  ];
}
