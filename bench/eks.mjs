// Synth time of the default EKS stack, and memory of the process. `npm run bench:eks`, after `npm run build`.
import { createRequire } from 'node:module';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const now = () => Number(process.hrtime.bigint()) / 1e6;
const start = now();
const { App } = require('cdktf');
const cdktf = now();
const { IstioEksStack } = require('../build/lib/eks');
const loaded = now();
const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'bench-eks-')) });
new IstioEksStack(app, 'mesh', { clusterCreatorAdmin: true });
app.synth();
const synth = now() - loaded;
const rss = process.memoryUsage().rss / 2 ** 20;
console.log(`load cdktf ${(cdktf - start).toFixed(0)} ms, eks ${(loaded - cdktf).toFixed(0)} ms`);
console.log(`synth ${synth.toFixed(0)} ms (budget 1000 ms), memory ${rss.toFixed(0)} MB`);
process.exitCode = synth < 1000 ? 0 : 1;
