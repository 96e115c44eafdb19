// Routes on one egress gateway: against the same L1 objects, and how the cost grows.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inProcess, row, sideBySide } from './measure.mjs';

const worker = join(dirname(fileURLToPath(import.meta.url)), 'egress-worker.mjs');
const ROUNDS = 3;
const at = (count) =>
  sideBySide(
    {
      l1: () => inProcess(worker, 'l1', String(count)),
      constructs: () => inProcess(worker, 'constructs', String(count)),
      checks: () => inProcess(worker, 'checks', String(count)),
    },
    ROUNDS,
  );

console.log('\nroutes on one egress gateway');
const small = at(1_000);
const large = at(4_000);
row('1,000 routes: constructs, checks off, in ms', small.constructs.ms, undefined, 0);
row('1,000 routes: constructs, checks off ÷ the same L1 objects', small.constructs.ms / small.l1.ms);
row('1,000 routes: constructs, checks on ÷ the same L1 objects', small.checks.ms / small.l1.ms);
const growth = (of, figure) => large[of][figure] / small[of][figure];
row('growth 1,000 → 4,000, time: constructs ÷ L1', growth('constructs', 'ms') / growth('l1', 'ms'), 1.1);
row('growth 1,000 → 4,000, time: with checks ÷ L1', growth('checks', 'ms') / growth('l1', 'ms'), 1.1);
row(
  'growth 1,000 → 4,000, heap of the routes: constructs ÷ L1',
  growth('constructs', 'taken') / growth('l1', 'taken'),
  1.1,
);
row('growth 1,000 → 4,000, heap of the process: constructs ÷ L1', growth('constructs', 'heap') / growth('l1', 'heap'));
