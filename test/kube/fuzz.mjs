#!/usr/bin/env node
// npm run kube:fuzz   mutates valid objects and compares our decision on each with the API server's
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadAll } from 'js-yaml';
import { judgeCommand } from './run.mjs';

const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const { checkShape } = require(join(root, 'build/lib/analysis/shape'));
const MUTATIONS = Number(process.argv[2] ?? 4000);

const command = judgeCommand();
if (!command) {
  console.log('kube:fuzz skipped: Go is not installed');
  process.exit(0);
}

const known = new Set(Object.keys(JSON.parse(readFileSync(join(root, 'imports/schema/index.json'), 'utf8'))));

/** A small generator with a seed: the same mutations on every machine. */
let state = 20261;
const random = (below) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
};
const pick = (list) => list[random(list.length)];

const folders = ['test/kube/fixtures', 'examples', '../shared/corpus/crd/files', '../shared/samples'];
const seeds = ours(folders.map((one) => join(root, one)));
const originals = judged(seeds);
// What the API server accepts is the seed, whatever we think of it.
const accepted = seeds.filter((_, index) => originals[index].length === 0);
const kinds = new Set(accepted.map((one) => one.kind));
const untried = [...known].filter((key) => !kinds.has(key.split('/')[1]));
if (untried.length > 0) {
  console.error(`kube:fuzz: no valid object of ${untried.join(', ')}; add one to test/kube/fixtures`);
  process.exit(2);
}
const cases = [...seeds];
const values = [
  ...['', 'x', '*', 0, -1, 1, 65536, 1.5, true, null, [], {}, ['a', 'a'], '1s', '0s', 'unix:///', 'ISTIO_MUTUAL'],
  'a'.repeat(300),
];
while (cases.length < seeds.length + MUTATIONS) cases.push(mutated(pick(accepted)));
const answers = judged(cases);
let differ = 0;
let refused = 0;
cases.forEach((object, index) => {
  const theirs = answers[index];
  const mine = refusals(object);
  if (theirs.length > 0) refused += 1;
  if (theirs.length > 0 === mine.length > 0) return;
  differ += 1;
  if (differ <= 15)
    console.log(
      `differs: ${object.kind}\n  API server: ${theirs.join('; ') || 'accepts'}\n  ours: ${mine.join('; ') || 'accepts'}\n  ${JSON.stringify(object).slice(0, 1500)}`,
    );
});
console.log(
  `kube:fuzz: ${cases.length} objects (${accepted.length} valid ones of ${kinds.size} kinds, ${MUTATIONS} mutations), ${refused} refused, ${differ} decided differently`,
);
process.exit(differ === 0 ? 0 : 1);

function judged(objects) {
  const { status, stdout, stderr } = spawnSync(command[0], [...command.slice(1), '-lines'], {
    input: objects.map((one) => JSON.stringify(one)).join('\n'),
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (status !== 0) {
    console.error(stderr);
    process.exit(2);
  }
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function refusals(manifest) {
  const [group, version] = String(manifest.apiVersion).includes('/')
    ? manifest.apiVersion.split('/')
    : ['', manifest.apiVersion];
  const { name = '', namespace = '' } = manifest.metadata ?? {};
  const resource = {
    group,
    version,
    kind: manifest.kind,
    name,
    namespace,
    labels: {},
    annotations: {},
    spec: manifest.spec ?? {},
    manifest,
    origin: {},
  };
  const found = [];
  checkShape(resource, ({ message }) => found.push(message));
  return found;
}

function ours(folders) {
  return folders
    .filter(existsSync)
    .flatMap(files)
    .flatMap(documents)
    .filter((one) => known.has(`${String(one?.apiVersion).split('/')[0]}/${one?.kind}`) && one.metadata?.name);
}

function files(folder) {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? files(path) : /\.ya?ml$/.test(name) ? [path] : [];
    });
}

function documents(file) {
  try {
    return loadAll(readFileSync(file, 'utf8')).filter((one) => one && typeof one === 'object');
  } catch {
    return [];
  }
}

/** One change somewhere below spec, or of the metadata: a value replaced, a field removed, renamed or added, an entry doubled. */
function mutated(original) {
  const object = structuredClone(original);
  if (random(10) === 0) return { ...object, metadata: changedMetadata(object.metadata) };
  const places = [];
  const visit = (parent) => {
    for (const key of Object.keys(parent)) {
      places.push([parent, key]);
      if (parent[key] !== null && typeof parent[key] === 'object') visit(parent[key]);
    }
  };
  visit(object.spec ?? {});
  if (places.length === 0) return { ...object, spec: { [pick(['hosts', 'unknown'])]: pick(values) } };
  const [parent, key] = pick(places);
  const change = random(6);
  if (change === 0) parent[key] = pick(values);
  else if (change === 1 && Array.isArray(parent)) parent.splice(Number(key), 1);
  else if (change === 1) delete parent[key];
  else if (change === 2 && !Array.isArray(parent)) parent[`${key}x`] = parent[key];
  else if (change === 3 && Array.isArray(parent)) parent.push(structuredClone(parent[key]));
  else if (change === 4 && typeof parent[key] === 'string')
    parent[key] = pick([parent[key].toUpperCase(), `${parent[key]}/`, ` ${parent[key]}`, `*${parent[key]}`]);
  else if (change === 5 && typeof parent[key] === 'number')
    parent[key] = pick([-parent[key], parent[key] * 1e6, parent[key] + 0.5, 1e20, String(parent[key])]);
  else parent[key] = pick(values);
  return object;
}

/** A name is always there: an object without one is refused before its kind is looked at. */
function changedMetadata(metadata) {
  const field = pick(['name', 'namespace', 'labels', 'annotations', 'finalizers', 'generation', 'creationTimestamp']);
  const names = [
    'a.b',
    'A',
    'a_b',
    'a/b',
    'a..b',
    '-a',
    'a-',
    '1',
    'a'.repeat(63),
    'a'.repeat(64),
    'a'.repeat(254),
    '*',
    'ä',
  ];
  const text = pick([...names, 'a.b/c', 'a..b/c', '/a', 'a/', 'A.B/c', 'a/b/c', '', 'v 1', 1, true, null]);
  const key = String(text);
  const time = pick(['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.5+01:00', '2026-01-01', '', null, 1]);
  const whole = {
    name: pick(names),
    namespace: pick([...names, '', null, 1]),
    labels: pick([{ [key]: 'a' }, { app: text }, [], null, 'a']),
    annotations: pick([{ [key]: 'a' }, { app: text }, [], null, { a: 'x'.repeat(2 ** 18) }]),
    finalizers: pick([[text], [], text]),
    generation: pick([1, -1, 1.5, '1', null]),
    creationTimestamp: time,
  };
  return random(8) === 0 ? { ...metadata, [`${field}x`]: 'a' } : { ...metadata, [field]: whole[field] };
}
