// Synthesises `count` routes on one egress gateway, by constructs or as the same L1 objects; prints milliseconds,
// the heap of the process and what of it came with the routes.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { heapInUse } from './measure.mjs';

const require = createRequire(import.meta.url);
const { App, Chart } = require('cdk8s');
const ours = require('../build/lib/index.js');
const networking = require('../build/imports/networking.istio.io.js');

const [, , way, countText] = process.argv;
const count = Number(countText);
const outdir = mkdtempSync(join(tmpdir(), 'cdk8s-istio-bench-'));
const GATEWAY = 'istio-egressgateway.istio-system.svc.cluster.local';
const hostOf = (index) => `h${index}.example`;

function constructs(chart) {
  const via = new ours.EgressGateway(chart, 'Egress', { workload: ours.GatewayWorkload.istioctlEgress() });
  for (let index = 0; index < count; index += 1) {
    new ours.EgressRoute(chart, `Route${index}`, {
      host: hostOf(index),
      ports: [ours.EgressPort.http(80), ours.EgressPort.tls(443)],
      via,
    });
  }
}

function l1(chart) {
  const hosts = Array.from({ length: count }, (_, index) => hostOf(index));
  const selector = { istio: 'egressgateway' };
  const metadata = { namespace: 'istio-system' };
  const gateway = new networking.Gateway(chart, 'Gateway', {
    metadata,
    spec: {
      selector,
      servers: [
        { port: { number: 80, name: 'https', protocol: 'HTTPS' }, hosts, tls: { mode: 'ISTIO_MUTUAL' } },
        { port: { number: 443, name: 'tls', protocol: 'TLS' }, hosts, tls: { mode: 'PASSTHROUGH' } },
      ],
    },
  });
  const rule = new networking.DestinationRule(chart, 'HopRule', {
    metadata,
    spec: {
      host: GATEWAY,
      subsets: hosts.map((sni, index) => ({
        name: `h${index}`,
        trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, tls: { mode: 'ISTIO_MUTUAL', sni } }] },
      })),
    },
  });
  const gateways = ['mesh', 'istio-system/gateway'];
  hosts.forEach((host, index) => {
    const ports = [
      { number: 80, name: 'http', protocol: 'HTTP' },
      { number: 443, name: 'tls', protocol: 'TLS' },
    ];
    const entry = new networking.ServiceEntry(chart, `entry${index}`, {
      spec: { hosts: [host], ports, resolution: 'DNS', location: 'MESH_EXTERNAL' },
    });
    const rules = (matched) =>
      [
        [gateways[0], GATEWAY, `h${index}`],
        [gateways[1], host, undefined],
      ].map(([from, to, subset]) => ({
        match: [{ gateways: [from], ...matched }],
        route: [{ destination: { host: to, ...(subset ? { subset } : {}), port: { number: matched.port } } }],
      }));
    const routes = new networking.VirtualService(chart, `routes${index}`, {
      spec: { hosts: [host], gateways, http: rules({ port: 80 }), tls: rules({ port: 443, sniHosts: [host] }) },
    });
    routes.addDependency(entry, gateway, rule);
  });
}

const loaded = heapInUse();
const start = process.hrtime.bigint();
const app = new App({ outdir });
if (way !== 'checks') ours.Checks.of(app).disable();
const chart = new Chart(app, 'chart', { namespace: 'bench' });
if (way === 'l1') l1(chart);
else constructs(chart);
app.synth();
const ms = Number(process.hrtime.bigint() - start) / 1e6;
const heap = heapInUse();
rmSync(outdir, { recursive: true });
console.log(JSON.stringify({ ms, heap, taken: heap - loaded }));
