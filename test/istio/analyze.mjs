// What our rules with Istio's codes report, against what Istio's own analyzers report: code, level and resource, as often.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import { DELIBERATE, asPods } from './deliberate.mjs';
import { Random } from './random.mjs';
import { answers, istioCommand } from './run.mjs';
import { Changes } from './scene-changes.mjs';
import { scenesIn } from './scenes.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
/** How often Istio is asked again about a difference: some of its answers follow the order of a Go map. */
const AGAIN = 8;
const BATCH = 500;
/** After so many differences nobody needs more of them. */
const MOST_AGAIN = 300;

/** @returns how many scenes are judged differently by an analyzer; undefined where Go is missing */
export function compareAnalysis({
  scenes: count = 3000,
  seed = 1,
  show = 15,
  build = join(root, 'build'),
  only,
  onDifferences,
} = {}) {
  const istio = istioCommand();
  if (!istio) return undefined;
  const ours = library(build);
  const gateway = loadAll(readFileSync(join(here, 'fixtures/ingressgateway.yaml'), 'utf8'));
  const ask = (scenes) => answers([...istio, 'analyze'], scenes.map(questionOf));
  const seeds = scenesIn(root, ours.isServed);
  const changes = new Changes(new Random(seed), seeds);

  const table = Object.fromEntries(ours.analyzers.map((one) => [one, { compared: 0, reported: 0, differ: 0 }]));
  const differences = [];
  let unreadable = 0;
  const judge = (scenes, onReport) => {
    const plain = ask(scenes);
    const withPods = ask(scenes.map(asPods));
    scenes.forEach((scene, i) => {
      if (plain[i].errors.length + withPods[i].errors.length > 0) {
        unreadable += 1;
        return;
      }
      const world = ours.worldOf(scene, gateway);
      for (const analyzer of ours.analyzers) {
        if (only && !analyzer.includes(only)) continue;
        const { of = 'manifests', isDeliberate = () => false } = DELIBERATE[analyzer] ?? {};
        const theirs = told((of === 'workloads' ? withPods : plain)[i].messages[analyzer]);
        const mine = ours.report(world, analyzer);
        if (ours.reads(world, analyzer)) table[analyzer].compared += 1;
        if (theirs.length > 0) {
          table[analyzer].reported += 1;
          onReport?.(analyzer, scene);
        }
        const left = differenceOf(theirs, mine).filter((one) => !isDeliberate(one, scene));
        if (left.length > 0) differences.push({ analyzer, scene, of, left, mine, isDeliberate });
      }
    });
  };
  judge(seeds, (analyzer, scene) => changes.favour(analyzer, scene));
  for (let left = count; left > 0; left -= BATCH) {
    judge(Array.from({ length: Math.min(BATCH, left) }, () => changes.next()));
  }
  const real = differences.slice(0, MOST_AGAIN).filter(({ analyzer, scene, of, mine, isDeliberate }) => {
    const again = ask(Array(AGAIN).fill(of === 'workloads' ? asPods(scene) : scene));
    return again.every(
      ({ messages }) =>
        differenceOf(told(messages[analyzer]), mine).filter((one) => !isDeliberate(one, scene)).length > 0,
    );
  });
  for (const { analyzer } of real) table[analyzer].differ += 1;
  console.table(table);
  for (const { analyzer, scene, left } of real.slice(0, show)) {
    console.log(
      `differs: ${analyzer}, ${scene.name}\n  ${left.join('\n  ')}\n${questionOf(scene).files[0].slice(0, 3000)}`,
    );
  }
  const compared = Object.values(table).reduce((sum, row) => sum + row.compared, 0);
  console.log(
    `istio:fuzz analyze: ${seeds.length} sets of manifests and ${count} changes of them (seed ${seed}), ${unreadable} that Istio cannot read; ` +
      `${compared} comparisons of ${ours.analyzers.length} analyzers, ${real.length} differ`,
  );
  onDifferences?.(real);
  return real.length;
}

/** Our rules, by istioctl's name of the analyzer that each equals. */
function library(build) {
  const require = createRequire(import.meta.url);
  const load = (path) => require(join(build, 'lib', path));
  const { analyze, rules } = load('analysis');
  const { Snapshot } = load('snapshot');
  const { toResources } = load('snapshot/to-resource');
  const { servedVersions } = load('analysis/shape/schema-store');
  const byAnalyzer = new Map();
  for (const entry of rules) {
    const { istioctl } = entry.load().meta;
    if (istioctl === undefined || istioctl.startsWith('schema.')) continue;
    byAnalyzer.set(istioctl, [...(byAnalyzer.get(istioctl) ?? []), entry]);
  }
  const resourcesOf = (manifest) =>
    toResources(
      manifest,
      () => manifest.kind,
      () => ({}),
    );
  return {
    // What Istio's schema does not serve, Istio does not read.
    isServed: ({ apiVersion, kind }) => {
      const [group, version] = apiVersion.split('/');
      return servedVersions(group, kind)?.includes(version) ?? true;
    },
    analyzers: [...byAnalyzer.keys()].sort(),
    worldOf: ({ manifests, meshConfig }, gateway) =>
      new Snapshot([...manifests, ...gateway].flatMap(resourcesOf), meshConfig),
    reads: (snapshot, analyzer) =>
      byAnalyzer
        .get(analyzer)
        .some(({ when }) => when.some((kind) => kind === '*' || snapshot.ofKind(kind).length > 0)),
    report: (snapshot, analyzer) =>
      analyze(snapshot, { rules: byAnalyzer.get(analyzer), shape: false })
        .filter(({ code }) => code.startsWith('IST'))
        .map(({ code, level, resource: { kind, namespace, name } }) =>
          [code, level, kind, namespace ? `${namespace}/${name}` : name].join(' '),
        ),
  };
}

/** One value a line, as in a file that people write: Istio tells messages apart by their line too. */
function questionOf({ manifests, meshConfig }) {
  return {
    files: [manifests.map((one) => JSON.stringify(one, null, 1)).join('\n---\n')],
    ...(meshConfig && { meshConfig: JSON.stringify(meshConfig) }),
  };
}

function told(messages = []) {
  return messages.map(({ code, level, resource }) => `${code} ${level.toLowerCase()} ${resource}`);
}

function differenceOf(theirs, mine) {
  const left = [...mine];
  const missing = theirs.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return [...missing.map((one) => `Istio alone: ${one}`), ...left.map((one) => `we alone: ${one}`)];
}
