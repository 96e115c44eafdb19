// One synth of the default EKS stack in a fresh process; prints what it took as JSON.
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const now = () => Number(process.hrtime.bigint()) / 1e6;
const start = now();
const { App } = require('cdktf');
const cdktf = now();
const { IstioEksStack } = require('../build/lib/eks');
const loaded = now();
const outdir = mkdtempSync(join(tmpdir(), 'bench-eks-'));
const app = new App({ outdir });
new IstioEksStack(app, 'mesh', { clusterCreatorAdmin: true });
app.synth();
const synth = now() - loaded;
rmSync(outdir, { recursive: true });
const memory = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ cdktf: cdktf - start, eks: loaded - cdktf, synth, memory }));
