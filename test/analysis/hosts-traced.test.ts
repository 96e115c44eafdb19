/** What is said of hosts and subsets of routes is what traced requests meet there, both ways. */
import fc from 'fast-check';
import { analyze } from '../../lib/analysis';
import { trace, type TraceRequest } from '../../lib/simulation';
import { Snapshot, type Fields, type Resource } from '../../lib/snapshot';
import { resourceOf } from '../simulation/mesh-arbitrary';

const NETWORKING = 'networking.istio.io';
const NAMESPACES = ['shop', 'dev'] as const;
const WEB = 'web.shop.svc.cluster.local';
const API = 'api.example.com';
/** Codes that say of a route that nobody gets through, or that some namespace does not. */
const LOST = ['IST0101', 'CIS0202', 'CIS0401', 'CIS0403', 'CIS0342'];

const namespace = fc.constantFrom(...NAMESPACES);
const exportTo = fc.constantFrom<readonly string[] | undefined>(
  undefined,
  ['*'],
  ['.'],
  ['shop'],
  ['dev'],
  ['shop', 'dev'],
);
const clean = (value: Fields): Fields => JSON.parse(JSON.stringify(value)) as Fields;
const of = (kind: string, at: string, name: string, spec: Fields) =>
  resourceOf(NETWORKING, kind, at, name, clean(spec));

const web = resourceOf('', 'Service', 'shop', 'web', { selector: { app: 'web' }, ports: [{ name: 'http', port: 80 }] });
/** Its own namespace sees it: a route there brings it along even where it doesn't, of which istioctl knows nothing. */
const seesItself = (at: string, to: readonly string[] | undefined) =>
  to === undefined || ['*', '.', at].some((one) => to.includes(one));
const entry = fc
  .record({ at: namespace, exportTo })
  .filter(({ at, exportTo: to }) => seesItself(at, to))
  .map(({ at, ...spec }) =>
    of('ServiceEntry', at, 'api', {
      hosts: [API],
      location: 'MESH_EXTERNAL',
      resolution: 'DNS',
      ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
      ...spec,
    }),
  );
const destinationRule = (host: string, name: string) =>
  fc
    .record({
      at: fc.constantFrom(...NAMESPACES, 'istio-system'),
      exportTo,
      subsets: fc.subarray(['v1', 'v2'], { minLength: 1 }),
    })
    .map(({ at, exportTo: to, subsets }) =>
      of('DestinationRule', at, name, {
        host,
        exportTo: to,
        // Without labels they have the endpoints of the host: this is about who finds them.
        subsets: subsets.map((one) => ({ name: one })),
      }),
    );
const virtualService = fc
  .record({
    at: namespace,
    exportTo,
    host: fc.constantFrom(WEB, API),
    to: fc.constantFrom(WEB, API),
    subset: fc.constantFrom(undefined, 'v1', 'v2'),
  })
  .map(({ at, exportTo: visible, host, to, subset }) =>
    of('VirtualService', at, 'tested', {
      hosts: [host],
      exportTo: visible,
      // Of a host outside, istioctl looks for the subset in the namespace of the route alone, and Istio does not.
      http: [{ route: [{ destination: { host: to, ...(to === WEB ? { subset } : {}), port: { number: 80 } } }] }],
    }),
  );
const worlds = fc.record({
  route: virtualService,
  entries: fc.array(entry, { maxLength: 1 }),
  webRules: fc.array(destinationRule(WEB, 'web'), { maxLength: 2 }),
  mode: fc.constantFrom('ALLOW_ANY', 'REGISTRY_ONLY'),
});

/** Whether a request that takes the route gets through; undefined where it takes another way. */
function outcome(snapshot: Snapshot, from: string, route: Resource): boolean | undefined {
  const [host] = route.spec.hosts as string[];
  const request: TraceRequest = { from: `${from}/curl`, labels: { app: 'curl' }, url: `http://${host}/` };
  const { hops, end } = trace(snapshot, request);
  if (!hops.some(({ decision: { origin } }) => origin?.config.name === 'tested')) return undefined;
  return end.kind === 'reached';
}

function isSeen({ namespace: at, spec }: Resource, from: string): boolean {
  const to = spec.exportTo as readonly string[] | undefined;
  return to === undefined || to.includes('*') || to.includes(from) || (to.includes('.') && at === from);
}

test('a route is said to lose requests where it does, and nowhere else', () => {
  const seen = { lost: 0, kept: 0, codes: new Set<string>() };
  fc.assert(
    fc.property(worlds, ({ route, entries, webRules, mode }) => {
      const unique = new Map(
        [web, ...entries, ...webRules, route].map((one) => [`${one.kind}/${one.namespace}/${one.name}`, one]),
      );
      const snapshot = new Snapshot([...unique.values()], { outboundTrafficPolicy: { mode } });
      const findings = analyze(snapshot, { shape: false }).filter(({ code }) => LOST.includes(code));
      const outcomes = [...NAMESPACES, 'ops']
        .map((from) => [from, outcome(snapshot, from, route)] as const)
        .filter(([, one]) => one !== undefined);
      const about = JSON.stringify({
        world: [...unique.values()].map(({ manifest }) => manifest),
        findings: findings.map(({ code, level, message }) => [code, level, message]),
        outcomes,
      });
      for (const [from, isIn] of outcomes) {
        if (isIn) seen.kept += 1;
        else seen.lost += 1;
        // Whoever gets 503 is told, of all or of its namespace; nobody calls a host that its namespace does not see.
        const isHidden = (route.spec.hosts as string[])[0] === API && !entries.some((one) => isSeen(one, from));
        if (!isIn && !isHidden && findings.length === 0)
          throw new Error(`${from} is lost, and nothing is said: ${about}`);
      }
      for (const { code } of findings) seen.codes.add(code);
      // What is said for certain happens to somebody who takes the route.
      const isSure = findings.some(({ level, resource }) => level === 'error' && resource.kind === 'VirtualService');
      const isLost = outcomes.some(([, one]) => !one);
      if (isSure && outcomes.length > 0 && !isLost) throw new Error(`an error, and everybody gets through: ${about}`);
    }),
    { seed: 20261121, numRuns: 1_200 },
  );
  expect([...seen.codes].sort()).toEqual(['CIS0202', 'CIS0342', 'CIS0401', 'CIS0403', 'IST0101']);
  expect([seen.lost > 300, seen.kept > 300]).toEqual([true, true]);
});
