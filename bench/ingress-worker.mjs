#!/usr/bin/env node
// Synthesises a number of hosts on one gateway and prints how long it took. argv: number of hosts, of certificates
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';

const require = createRequire(import.meta.url);
const { App, Chart } = require('cdk8s');
const {
  Checks,
  Credential,
  GatewayWorkload,
  IngressGateway,
  IngressHost,
  RouteMatch,
  ServerTls,
  ServiceRef,
  Target,
} = require('../build/lib/index.js');

const [hosts, certificates] = process.argv.slice(2).map(Number);
const web = ServiceRef.of('web', 'shop', [{ name: 'http', port: 80 }]);

/** One App; the first one also loads the classes, and is not measured. */
function synth(count) {
  const app = new App();
  Checks.of(app).disable();
  const chart = new Chart(app, 'edge', { namespace: 'shop' });
  const start = performance.now();
  const via = new IngressGateway(chart, 'Gateway', { workload: GatewayWorkload.istioctlIngress() });
  for (let i = 0; i < count; i++) {
    const tls = ServerTls.simple(Credential.secret(`credential-${i % certificates}`));
    const host = new IngressHost(chart, `Host${i}`, { hosts: [`h${i}.shop.example`], via, tls });
    host.route(RouteMatch.prefix('/api/'), Target.service(web));
    host.route(RouteMatch.all(), Target.service(web));
  }
  app.synthYaml();
  return performance.now() - start;
}

synth(10);
console.log(JSON.stringify({ ms: synth(hosts) }));
