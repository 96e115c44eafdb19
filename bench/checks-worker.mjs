// Reads a file of manifests and analyses it as synth does; prints what each took.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { snapshotFromFiles } = require('../build/lib/snapshot');
const { analyze } = require('../build/lib/analysis');

const [file] = process.argv.slice(2);
const started = performance.now();
const snapshot = snapshotFromFiles([file]);
const read = performance.now();
const findings = analyze(snapshot, { closed: false, level: 'warning' });
const analysed = performance.now();
console.log(
  JSON.stringify({
    readMs: read - started,
    analyseMs: analysed - read,
    resources: snapshot.resources.length,
    findings: findings.length,
  }),
);
