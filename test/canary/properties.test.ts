import * as fc from 'fast-check';
import {
  CanaryRoute,
  GatewayRef,
  HeaderMatch,
  Mirror,
  Pin,
  RouteMatch,
  ServiceRef,
  ServiceRoute,
  Version,
  type CanaryRouteProps,
} from 'cdk8s-istio';
import type { VirtualServiceSpec } from '../../imports/networking.istio.io';
import { chartOf, synth } from '../service/synth';

const RUNS = { seed: 20260101, numRuns: 300 };

const ports = fc.subarray(
  [
    { port: 80, name: 'http' },
    { port: 8080 },
    { port: 9000, name: 'grpc' },
    { port: 5432, name: 'tcp' },
    { port: 443, name: 'tls' },
  ],
  { minLength: 1 },
);

/** 1 to 6 versions whose weights add up to at most 100; the first one takes what is left. */
const weights = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 0, maxLength: 5 });

const pin = fc.record({
  match: fc.constantFrom(
    RouteMatch.prefix('/a'),
    RouteMatch.prefix('/a/b'),
    RouteMatch.exact('/c'),
    RouteMatch.header(HeaderMatch.exact('end-user', 'jason')),
    RouteMatch.header(HeaderMatch.cookie('group', 'beta')),
    RouteMatch.sourceLabels({ app: 'tester' }),
  ),
  version: fc.nat(),
  share: fc.option(fc.integer({ min: 0, max: 100 })),
});

const scenario = fc.record({
  ports,
  weights,
  pins: fc.uniqueArray(pin, { maxLength: 4, selector: (one) => one.match }),
  mirrors: fc.array(fc.record({ external: fc.boolean(), percentage: fc.integer({ min: 0, max: 100 }) }), {
    maxLength: 2,
  }),
  edge: fc.boolean(),
  mesh: fc.boolean(),
});

type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

function propsOf({ ports, weights, pins, mirrors, edge, mesh }: Scenario): CanaryRouteProps {
  const versions = [0, ...weights, 0].map((_, index) => Version.label(`v${index + 1}`));
  const [stable, canary] = versions as [Version, Version];
  const [weight = 0, ...rest] = weights;
  // At an edge port without HTTP, and on Services without any, pins by request are refused.
  const isHttp = ports[0]!.name !== 'tcp' && ports[0]!.name !== 'tls';
  return {
    service: ServiceRef.of('web', 'shop', ports),
    port: ports[0]!.port,
    stable,
    canary,
    weight,
    mesh,
    others: rest.map((one, index) => ({ version: versions[index + 2]!, weight: one })),
    ...(isHttp
      ? {
          pins: pins.flatMap(({ match, version, share }) => {
            // A pin by caller is refused where only gateways follow the rules.
            if (!mesh && match.alternatives.some((one) => one.sourceLabels)) return [];
            return share === null ? Pin.to(versions[version % versions.length]!, match) : Pin.share(match, share);
          }),
          mirrors: mirrors.map(({ external, percentage }) =>
            external
              ? Mirror.toHost('collector.example.com', 443, percentage)
              : Mirror.to(Version.label('shadow'), percentage),
          ),
        }
      : {}),
    ...(edge ? { edge: { gateways: [GatewayRef.of('edge', 'gw')], hosts: ['web.example.com'], port: 443 } } : {}),
  };
}

interface Rule {
  readonly match?: readonly object[];
  readonly route?: readonly {
    readonly destination: { readonly host: string; readonly subset?: string };
    readonly weight?: number;
  }[];
  readonly mirror?: { readonly host: string; readonly subset?: string };
  readonly mirrors?: readonly { readonly destination: { readonly host: string; readonly subset?: string } }[];
}

function rulesOf({ http = [], tls = [], tcp = [] }: VirtualServiceSpec): readonly Rule[] {
  return [...http, ...tls, ...tcp] as readonly Rule[];
}

function check(of: Scenario, assert: (spec: VirtualServiceSpec, subsets: readonly string[]) => void): void {
  if (!of.mesh && !of.edge) return;
  const result = synth((chart) => new CanaryRoute(chart, 'Canary', propsOf(of)));
  assert(result.virtualService(), result.destinationRule().subsets?.map((one) => one.name) ?? []);
}

test('weights of every rule add up to 100, and none is negative', () => {
  fc.assert(
    fc.property(scenario, (of) =>
      check(of, (spec) => {
        for (const { route = [] } of rulesOf(spec)) {
          const given = route.map((one) => one.weight ?? 100);
          expect(given.reduce((sum, one) => sum + one, 0)).toBe(100);
          expect(Math.min(...given)).toBeGreaterThanOrEqual(0);
        }
      }),
    ),
    RUNS,
  );
});

test('every subset that a rule names exists, with a label', () => {
  fc.assert(
    fc.property(scenario, (of) =>
      check(of, (spec, subsets) => {
        for (const { route = [], mirror, mirrors = [] } of rulesOf(spec)) {
          const named = [...route, ...mirrors].map((one) => one.destination.subset);
          for (const subset of [...named, mirror?.subset]) {
            if (subset !== undefined) expect(subsets).toContain(subset);
          }
        }
      }),
    ),
    RUNS,
  );
});

test('pins come before the split: no rule follows one that takes everything at the same port and gateway', () => {
  fc.assert(
    fc.property(scenario, (of) =>
      check(of, (spec) => {
        for (const family of [spec.http, spec.tcp, spec.tls] as (readonly Rule[] | undefined)[]) {
          const closed: string[] = [];
          for (const rule of family ?? []) {
            const lanes = (rule.match ?? [{}]).map(laneOf);
            for (const lane of lanes) expect(closed).not.toContain(lane);
            if (!rule.match) closed.push(laneOf({}));
            closed.push(...(rule.match ?? []).filter(takesAll).map(laneOf));
          }
        }
      }),
    ),
    RUNS,
  );
});

interface Block {
  readonly gateways?: readonly string[];
  readonly port?: number;
}

function laneOf(block: Block): string {
  return JSON.stringify([block.gateways ?? [], block.port ?? 0]);
}

function takesAll(block: object): boolean {
  return Object.keys(block).every((field) => ['gateways', 'port', 'sniHosts'].includes(field));
}

test('no host is in a VirtualService twice, and the mesh host only where the mesh follows the rules', () => {
  fc.assert(
    fc.property(scenario, (of) =>
      check(of, ({ hosts = [], gateways = ['mesh'] }) => {
        expect(new Set(hosts).size).toBe(hosts.length);
        expect(hosts.includes('web.shop.svc.cluster.local')).toBe(gateways.includes('mesh'));
        expect(gateways.includes('mesh')).toBe(of.mesh);
      }),
    ),
    RUNS,
  );
});

test('mirror and mirrors never stand side by side, and copy more than nothing', () => {
  fc.assert(
    fc.property(scenario, (of) =>
      check(of, ({ http = [] }) => {
        for (const rule of http) {
          expect('mirror' in rule && 'mirrors' in rule).toBe(false);
          const shares = [rule.mirrorPercentage, ...(rule.mirrors ?? []).map((one) => one.percentage)];
          for (const share of shares) expect(share?.value ?? 1).toBeGreaterThan(0);
        }
      }),
    ),
    RUNS,
  );
});

test('two owners of one host are refused whenever some namespace sees both', () => {
  const names = fc.option(fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'shop'), { minLength: 1 }), { nil: undefined });
  fc.assert(
    fc.property(names, names, (left, right) => {
      const chart = chartOf();
      const service = ServiceRef.of('web', 'shop', [{ port: 80 }]);
      const make = (id: string, exportTo: string[] | undefined) =>
        new ServiceRoute(chart, id, { service, ...(exportTo ? { exportTo } : {}) });
      make('Left', left);
      const together = !left || !right || left.some((one) => right.includes(one));
      if (together) expect(() => make('Right', right)).toThrow(/MeshHostTaken/);
      else expect(() => make('Right', right)).not.toThrow();
    }),
    RUNS,
  );
});

test('the same props give the same bytes', () => {
  fc.assert(
    fc.property(scenario, (of) => {
      if (!of.mesh && !of.edge) return;
      const bytes = () => JSON.stringify(synth((chart) => new CanaryRoute(chart, 'Canary', propsOf(of))).manifests);
      expect(bytes()).toBe(bytes());
    }),
    { ...RUNS, numRuns: 100 },
  );
});
