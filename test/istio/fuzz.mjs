#!/usr/bin/env node
// npm run istio:fuzz -- [MODE [COUNT [SEED]]]   random resources, judged by this library and by Istio's own code
import { compareAnalysis } from './analyze.mjs';
import { compareTraces } from './trace.mjs';
import { compareValidation } from './validate.mjs';

/** Each compares, says what differs, and answers how much; undefined where it cannot run. */
const MODES = {
  analyze: ({ count, seed }) => compareAnalysis({ ...(count && { scenes: count }), ...(seed && { seed }) }),
  trace: ({ count, seed }) => compareTraces({ ...(count && { scenes: count }), ...(seed && { seed }) }),
  validate: ({ count, seed }) => compareValidation({ ...(count && { perKind: count }), ...(seed && { seed }) }),
};

const [mode, count, seed] = process.argv.slice(2);
const chosen = mode === undefined ? Object.keys(MODES) : [mode];
if (!chosen.every((one) => Object.hasOwn(MODES, one)) || [count, seed].some((one) => one && !/^\d+$/.test(one))) {
  console.error(`usage: npm run istio:fuzz -- [${Object.keys(MODES).join('|')} [COUNT [SEED]]]`);
  process.exit(2);
}
let differ = 0;
for (const one of chosen) {
  const found = MODES[one]({ count: Number(count ?? 0), seed: Number(seed ?? 0) });
  if (found === undefined) console.log(`istio:fuzz ${one} skipped: Go is not installed`);
  differ += found ?? 0;
}
process.exit(differ === 0 ? 0 : 1);
