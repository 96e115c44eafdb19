import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { exports as entries } from '../../package.json';

const root = resolve(__dirname, '../..');
const rooms = Object.keys(entries)
  .filter((entry) => !entry.includes('*') && !entry.endsWith('.json'))
  .map((entry) => entry.slice(2));

const PROGRAM = `
  const { App, Chart, Testing } = require('cdk8s');
  const { GatewayWorkload, IngressGateway, IngressHost, LoadBalancerProfile, RouteMatch, ServiceRef, Target } = require('./lib');
  const app = Testing.app();
  const chart = new Chart(app, 'chart', { namespace: 'shop' });
  const via = new IngressGateway(chart, 'Gateway', { workload: GatewayWorkload.istioctlIngress() });
  const host = new IngressHost(chart, 'Host', { hosts: ['shop.example'], via });
  host.route(RouteMatch.all(), Target.service(ServiceRef.of('web', 'shop', [{ port: 80, name: 'http' }])));
  done.kinds = Testing.synth(chart).map(({ kind }) => kind).sort();
  done.profile = LoadBalancerProfile?.eksAutoMode().serviceType;
`;

interface Outcome {
  /** Entry of the package → how many names it exports, or why it did not load. */
  readonly loaded: Readonly<Record<string, number | string>>;
  readonly kinds: readonly string[];
  readonly profile: string;
  /** Modules of either package that got into memory all the same. */
  readonly present: readonly string[];
}

/** A process in which neither package can be resolved, by whatever name or path. */
function withoutCdktf(): Outcome {
  const script = `const Module = require('node:module');
    const resolve = Module._resolveFilename;
    Module._resolveFilename = function (name, ...rest) {
      const file = /^@?cdktf(\\/|$)/.test(name) ? undefined : resolve.call(this, name, ...rest);
      if (!file || /node_modules\\/@?cdktf\\//.test(file)) throw new Error('absent: ' + name);
      return file;
    };
    require('ts-node/register/transpile-only');
    const done = { loaded: {} };
    for (const room of ${JSON.stringify(rooms)}) {
      try { done.loaded[room] = Object.keys(require('./lib/' + room)).length; } catch (error) { done.loaded[room] = error.message; }
    }
    ${PROGRAM}
    done.present = Object.keys(require.cache).filter((file) => /node_modules\\/@?cdktf\\//.test(file));
    console.log(JSON.stringify(done));`;
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', cwd: root })) as Outcome;
}

describe('1. the core without cdktf and without the provider', () => {
  const outcome = withoutCdktf();
  const { eks, ...core } = outcome.loaded;

  test('every entry of the package loads, but ./eks, which says what is absent', () => {
    expect(Object.keys(core)).toEqual(expect.arrayContaining(['', 'analysis', 'simulation', 'testing']));
    for (const [room, names] of Object.entries(core)) expect([room, typeof names]).toEqual([room, 'number']);
    expect(core['']).toBeGreaterThan(20);
    expect(eks).toMatch(/^absent: @?cdktf/);
    expect(outcome.present).toEqual([]);
  });

  test('constructs synthesise, and a gateway takes the load-balancer profile of the cluster', () => {
    expect(outcome.kinds).toEqual(['Gateway', 'VirtualService']);
    expect(outcome.profile).toBe('LoadBalancer');
  });

  test('no declaration outside lib/eks names a type of either', () => {
    const sources = readdirSync(join(root, 'lib'), { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && !file.startsWith('eks/'),
    );
    expect(sources.length).toBeGreaterThan(100);
    const naming = sources.filter((file) =>
      /(?:from|import\(|require\() ?'@?cdktf[/']|'(?:\.\.\/)+eks[/']/.test(
        readFileSync(join(root, 'lib', file), 'utf8'),
      ),
    );
    expect(naming).toEqual([]);
  });
});
