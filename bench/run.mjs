#!/usr/bin/env node
// npm run bench   ratios of what this library costs, each measured side by side in this run; medians of several processes
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inProcess, row, sideBySide } from './measure.mjs';

const here = dirname(fileURLToPath(import.meta.url));
if (!existsSync(join(here, '../build/lib/index.js'))) {
  console.error('bench: run "npm run build" first');
  process.exit(2);
}

const ROUNDS = 5;
const load = (what, before = '') => inProcess(join(here, 'load-worker.mjs'), what, before);
const synth = (way, size, charts = 1) => inProcess(join(here, 'synth-worker.mjs'), way, String(size), String(charts));

console.log('\nloading');
const loads = sideBySide(
  {
    cdk8s: () => load('cdk8s'),
    ours: () => load('../build/lib/index.js', 'cdk8s'),
    analysis: () => load('../build/lib/analysis/index.js'),
  },
  3 * ROUNDS,
);
row('require("cdk8s-istio") after cdk8s, in ms', loads.ours.ms, 15, 1);
row('require("cdk8s-istio") after cdk8s ÷ require("cdk8s")', loads.ours.ms / loads.cdk8s.ms);
row('require("cdk8s-istio/analysis") ÷ require("cdk8s")', loads.analysis.ms / loads.cdk8s.ms);

console.log('\nsynth');
const small = sideBySide(ways(1_000), ROUNDS);
const large = sideBySide(ways(10_000), ROUNDS);
// V8 compiles cdk8s' loops over an App anew in nearly every process, with more luck in some than in others.
const many = sideBySide(
  {
    checks: () => synth('constructs+checks', 10_000, 100),
    constructs: () => synth('constructs', 10_000, 100),
    l1: () => synth('l1', 10_000, 100),
  },
  2 * ROUNDS - 1,
);
row('1,000 objects: constructs, checks off ÷ the same L1 objects', small.constructs.ms / small.l1.ms);
row('10,000 objects: constructs, checks off ÷ the same L1 objects', large.constructs.ms / large.l1.ms, 1.15);
row('10,000 objects: L1 objects below plain Constructs ÷ the same L1 objects', large.grouped.ms / large.l1.ms);
row('10,000 objects: constructs, checks off ÷ raw ApiObject', large.constructs.ms / large.raw.ms);
row('10,000 objects: constructs, checks on ÷ the same L1 objects', large.checks.ms / large.l1.ms, 1.5);
row('10,000 objects, 100 charts: checks on ÷ the same L1 objects', many.checks.ms / many.l1.ms, 1.5);
// cdk8s walks the whole App once for each chart, so a construct more costs a hundred times.
row('10,000 objects, 100 charts: constructs, checks off ÷ the same L1 objects', many.constructs.ms / many.l1.ms);
row('10,000 objects, 100 charts: checks on ÷ checks off', many.checks.ms / many.constructs.ms);
const growth = (of, figure) => large[of][figure] / small[of][figure];
row('growth 1,000 → 10,000, time: constructs ÷ raw ApiObject', growth('constructs', 'ms') / growth('raw', 'ms'), 1.1);
row('growth 1,000 → 10,000, time: with checks ÷ raw ApiObject', growth('checks', 'ms') / growth('raw', 'ms'), 1.1);
// As time is counted from when everything is loaded, so is memory; what the whole process has is told beside it, where a third
// node for two objects alone is beyond a tenth.
for (const [what, figure, budget] of [
  ['heap of the objects', 'taken', 1.1],
  ['heap of the process', 'heap', undefined],
  ['peak memory of the process', 'peak', undefined],
]) {
  for (const [name, way, limit] of [
    ['the same L1 objects', 'l1', undefined],
    ['L1 objects below plain Constructs', 'grouped', undefined],
    ['constructs', 'constructs', budget],
    ['with checks', 'checks', budget],
  ]) {
    row(`growth 1,000 → 10,000, ${what}: ${name} ÷ raw ApiObject`, growth(way, figure) / growth('raw', figure), limit);
  }
}

for (const name of readdirSync(here).sort()) {
  if (/-bench\.mjs$/.test(name)) await import(join(here, name));
}

function ways(size) {
  return {
    raw: () => synth('raw', size),
    l1: () => synth('l1', size),
    grouped: () => synth('grouped', size),
    constructs: () => synth('constructs', size),
    checks: () => synth('constructs+checks', size),
  };
}
