// Many hosts on one gateway: the time for each stays the same.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inProcess, row, sideBySide } from './measure.mjs';

const worker = join(dirname(fileURLToPath(import.meta.url)), 'ingress-worker.mjs');
const synth = (hosts, certificates) => inProcess(worker, String(hosts), String(certificates));

console.log('\ningress');
const of = sideBySide(
  {
    few: () => synth(250, 250),
    many: () => synth(1_000, 1_000),
    shared: () => synth(1_000, 1),
  },
  5,
);
row('1,000 hosts on one gateway, in ms', of.many.ms, undefined, 0);
row('growth 250 → 1,000 hosts, a certificate each ÷ growth of the number', of.many.ms / of.few.ms / 4, 1.1);
row('1,000 hosts: one certificate for all ÷ a certificate each', of.shared.ms / of.many.ms, 1.1);
