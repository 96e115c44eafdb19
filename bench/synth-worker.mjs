// Synthesises `size` objects in one of several ways; prints milliseconds, the heap of the process and what of it came with the
// objects, and the most memory there was.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { heapInUse } from './measure.mjs';

const require = createRequire(import.meta.url);
const { ApiObject, App, Chart } = require('cdk8s');
const { Construct } = require('constructs');
const ours = require('../build/lib/index.js');
const networking = require('../build/imports/networking.istio.io.js');

const [, , way, sizeText, chartsText = '1'] = process.argv;
const size = Number(sizeText);
const charts = Number(chartsText);
const outdir = mkdtempSync(join(tmpdir(), 'cdk8s-istio-bench-'));

const subsets = [
  { name: 'v1', labels: { version: 'v1' } },
  { name: 'v2', labels: { version: 'v2' } },
];
const route = (host) => [
  { destination: { host, subset: 'v1', port: { number: 80 } }, weight: 90 },
  { destination: { host, subset: 'v2', port: { number: 80 } }, weight: 10 },
];

const l1Objects = (scope, rulesId, subsetsId, host) => {
  const rules = new networking.VirtualService(scope, rulesId, {
    spec: { hosts: [host], http: [{ route: route(host) }] },
  });
  rules.addDependency(new networking.DestinationRule(scope, subsetsId, { spec: { host, subsets } }));
};

/** Each way makes two objects: a VirtualService and a DestinationRule before it. */
const ways = {
  constructs: (chart, name) =>
    new ours.CanaryRoute(chart, name, {
      service: ours.ServiceRef.of(name, 'bench', [{ port: 80, name: 'http' }]),
      stable: ours.Version.label('v1'),
      canary: ours.Version.label('v2'),
      weight: 10,
    }),
  l1: (chart, name) => l1Objects(chart, `${name}-vs`, `${name}-dr`, `${name}.bench.svc.cluster.local`),
  /** What no construct can be below: cdk8s has a third node to look after. */
  grouped: (chart, name) =>
    l1Objects(new Construct(chart, name), 'Resource', 'DestinationRule', `${name}.bench.svc.cluster.local`),
  raw: (chart, name) => {
    const host = `${name}.bench.svc.cluster.local`;
    const apiVersion = 'networking.istio.io/v1';
    const rules = new ApiObject(chart, `${name}-vs`, {
      apiVersion,
      kind: 'VirtualService',
      spec: { hosts: [host], http: [{ route: route(host) }] },
    });
    rules.addDependency(
      new ApiObject(chart, `${name}-dr`, { apiVersion, kind: 'DestinationRule', spec: { host, subsets } }),
    );
  },
};

const make = ways[way.replace('+checks', '')];
const loaded = heapInUse();
const start = process.hrtime.bigint();
const app = new App({ outdir });
if (way === 'constructs') ours.Checks.of(app).disable();
for (let index = 0; index < charts; index += 1) {
  const chart = new Chart(app, `chart-${index}`, { namespace: 'bench' });
  for (let one = index; one < size / 2; one += charts) make(chart, `service-${one}`);
}
app.synth();
const ms = Number(process.hrtime.bigint() - start) / 1e6;
const heap = heapInUse();
rmSync(outdir, { recursive: true });
const peak = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ ms, heap, taken: heap - loaded, peak }));
