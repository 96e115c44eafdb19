import fc from 'fast-check';
import { trace } from '../../lib/simulation';
import {
  addressOf,
  hostOf,
  mayHaveCallers,
  type RandomRoute,
  randomRoutes,
  type World,
  worldOf,
} from './random-routes';
import { EGRESS, type Manifest } from './scene';

interface Rule {
  readonly family: string;
  readonly match: { readonly gateways: string[]; readonly port: number; readonly sniHosts?: string[] }[];
  readonly route: { readonly destination: { host: string; subset?: string; port: { number: number } } }[];
}

interface ServerLike {
  readonly port: { readonly number: number; readonly protocol: string; readonly name: string };
  readonly hosts: readonly string[];
  readonly tls?: { readonly mode: string };
}

const SETTINGS = { seed: 4, numRuns: 60 } as const;
const only = (world: World, kind: string): Manifest => world.manifests.find((one) => one.kind === kind) as Manifest;
const servers = (world: World): readonly ServerLike[] => only(world, 'Gateway').spec.servers as ServerLike[];
const hopRule = (world: World): Manifest =>
  world.manifests.find((one) => one.kind === 'DestinationRule' && one.spec.host === EGRESS) as Manifest;
const subsets = (world: World): readonly { name: string; trafficPolicy?: object }[] => hopRule(world).spec.subsets;
const rulesOf = ({ spec }: Manifest): Rule[] =>
  ['http', 'tls', 'tcp'].flatMap((family) =>
    ((spec[family] ?? []) as Omit<Rule, 'family'>[]).map((rule) => ({ ...rule, family })),
  );
const routesOf = (world: World): readonly Manifest[] => world.manifests.filter((one) => one.kind === 'VirtualService');
const bare = (host: string): string => host.slice(host.indexOf('/') + 1);

test('the four objects of every hop agree', () => {
  fc.assert(
    fc.property(randomRoutes, (routes) => {
      const world = worldOf(routes);
      const reference = `${only(world, 'Gateway').metadata.namespace}/${only(world, 'Gateway').metadata.name}`;
      expect(hopRule(world).metadata.namespace).toBe('istio-system');
      expect(hopRule(world).spec.exportTo).toEqual(['*']);
      for (const object of routesOf(world)) {
        const [host] = object.spec.hosts as [string];
        expect(object.spec.gateways).toEqual(['mesh', reference]);
        const rules = rulesOf(object);
        const atMesh = rules.filter((rule) => rule.match[0]?.gateways[0] === 'mesh');
        const atGateway = rules.filter((rule) => rule.match[0]?.gateways[0] === reference);
        expect(atMesh.length + atGateway.length).toBe(rules.length);
        for (const rule of atMesh) {
          const { destination } = rule.route[0] as Rule['route'][number];
          const port = destination.port.number;
          expect(destination.host).toBe(EGRESS);
          const subset = subsets(world).filter((one) => one.name === destination.subset);
          expect(subset).toHaveLength(1);
          const fitting = servers(world).filter(
            (one) => one.port.number === port && one.hosts.some((name) => bare(name) === host),
          );
          expect(fitting).toHaveLength(1);
          expect(atGateway.filter((one) => one.match[0]?.port === port)).toHaveLength(1);
          const policy = subset[0]?.trafficPolicy as
            { portLevelSettings: { port: { number: number }; tls?: { mode: string; sni: string } }[] } | undefined;
          const tls = policy?.portLevelSettings.find((one) => one.port.number === port)?.tls;
          const isMutual = fitting[0]?.tls?.mode === 'ISTIO_MUTUAL';
          expect(tls).toEqual(isMutual ? { mode: 'ISTIO_MUTUAL', sni: host } : undefined);
          for (const name of rule.match[0]?.sniHosts ?? []) expect(name).toBe(host);
        }
        // No loop: behind the gateway every rule leads out.
        for (const rule of atGateway) expect(rule.route.map((one) => one.destination.host)).toEqual([host]);
        expect(atGateway.length).toBe(atMesh.length);
      }
    }),
    SETTINGS,
  );
});

test('no two servers collide', () => {
  fc.assert(
    fc.property(randomRoutes, (routes) => {
      const all = servers(worldOf(routes));
      expect(new Set(all.map((one) => one.port.name)).size).toBe(all.length);
      const byPort = new Map<number, ServerLike[]>();
      for (const one of all) byPort.set(one.port.number, [...(byPort.get(one.port.number) ?? []), one]);
      for (const together of byPort.values()) {
        const encrypted = together.filter((one) => one.tls);
        expect([0, together.length]).toContain(encrypted.length);
        if (encrypted.length === 0) expect(together).toHaveLength(1);
        const hosts = together.flatMap((one) => one.hosts);
        expect(new Set(hosts).size).toBe(hosts.length);
        // What is no HTTP after TLS has one rule for a server, so it has one host.
        for (const one of encrypted.filter((server) => server.port.protocol === 'TLS')) {
          if (one.tls?.mode === 'ISTIO_MUTUAL') expect(one.hosts).toHaveLength(1);
        }
      }
    }),
    SETTINGS,
  );
});

const urlsOf = (route: RandomRoute): string[] => {
  const host = hostOf(route);
  switch (route.kind) {
    case 'passthrough':
    case 'wrapped':
      return [`https://${host}`];
    case 'tcp':
      return [`tcp://${host}:5432`];
    case 'tcp-plain':
      return [`tcp://${host}:6379`];
    case 'http-and-tls':
      return [`http://${host}`, `https://${host}`];
    default:
      return [`http://${host}`];
  }
};

/** The ports of plain TCP are added to the gateway's Service, which the model of istioctl's gateway does not have. */
const isFollowed = ({ kind }: RandomRoute): boolean => kind !== 'tcp-plain';

test('every request leaves by its own route, from any namespace, and only for callers', () => {
  fc.assert(
    fc.property(randomRoutes, (routes) => {
      const { snapshot } = worldOf(routes);
      for (const route of routes.filter(isFollowed)) {
        for (const url of urlsOf(route)) {
          const dialled = route.kind === 'tcp' ? { address: addressOf(route) } : {};
          const from = (client: string): string | undefined =>
            trace(snapshot, { url, from: client, labels: { app: 'client' }, ...dialled }).end.host;
          expect(from(`${route.namespace}/client`)).toBe(hostOf(route));
          const stranger = from('elsewhere/stranger');
          expect(stranger).toBe(route.callers && mayHaveCallers(route) ? undefined : hostOf(route));
        }
      }
    }),
    { seed: 4, numRuns: 25 },
  );
});

const textOf = (one: Manifest): string => JSON.stringify(one);
const isShared = (one: Manifest): boolean =>
  one.kind === 'Gateway' || (one.kind === 'DestinationRule' && one.spec.host === EGRESS);

test('adding a route changes nothing that another one does', () => {
  fc.assert(
    fc.property(randomRoutes, (routes) => {
      const before = worldOf(routes.slice(0, -1));
      const after = worldOf(routes);
      const added = hostOf(routes[routes.length - 1] as RandomRoute);
      const kept = new Set(after.manifests.map(textOf));
      for (const one of before.manifests.filter((each) => !isShared(each))) expect(kept).toContain(textOf(one));
      expect(subsets(after).filter((one) => one.name !== added.replace(/\./g, '-'))).toEqual(subsets(before));
      const withoutAdded = servers(after)
        .map((one) => ({ ...one, hosts: one.hosts.filter((host) => bare(host) !== added) }))
        .filter((one) => one.hosts.length > 0);
      expect(withoutAdded).toEqual(routes.length === 1 ? [] : servers(before));
    }),
    SETTINGS,
  );
});

test('callers of a route add one policy and change nothing else', () => {
  fc.assert(
    fc.property(randomRoutes, fc.nat(), (routes, pick) => {
      const fitting = routes.filter(mayHaveCallers);
      fc.pre(fitting.length > 0);
      const chosen = fitting[pick % fitting.length];
      const having = (callers: boolean): readonly string[] =>
        worldOf(routes.map((route) => (route === chosen ? { ...route, callers } : route))).manifests.map(textOf);
      const without = having(false);
      const extra = having(true).filter((one) => !without.includes(one));
      expect(extra).toHaveLength(1);
      expect(JSON.parse(extra[0] as string)).toMatchObject({ kind: 'AuthorizationPolicy', spec: { action: 'DENY' } });
      expect(having(true)).toEqual(expect.arrayContaining([...without]));
    }),
    SETTINGS,
  );
});

test('the order in which routes are added does not matter', () => {
  fc.assert(
    fc.property(randomRoutes, (routes) => {
      const sorted = (world: World): string[] => world.manifests.map(textOf).sort();
      expect(sorted(worldOf(routes, [...routes].reverse()))).toEqual(sorted(worldOf(routes)));
    }),
    SETTINGS,
  );
});
