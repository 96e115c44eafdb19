import { Chart, Testing } from 'cdk8s';
import {
  Caller,
  Checks,
  EgressGateway,
  EgressPort,
  EgressRoute,
  GatewayWorkload,
  Hop,
  TlsOrigination,
} from 'cdk8s-istio';
import fc from 'fast-check';
import { apiObjectsOf, snapshotOf, type Snapshot } from '../../lib/snapshot';
import type { Manifest } from './scene';

const KINDS = ['http', 'grpc', 'origination', 'passthrough', 'wrapped', 'tcp', 'tcp-plain', 'http-and-tls'] as const;

export interface RandomRoute {
  readonly kind: (typeof KINDS)[number];
  readonly namespace: string;
  readonly callers: boolean;
  /** Numbers the host, and the port of plain TCP. */
  readonly index: number;
}

/** Up to 30 routes with hosts of their own. */
export const randomRoutes: fc.Arbitrary<RandomRoute[]> = fc.uniqueArray(
  fc.record({
    kind: fc.constantFrom(...KINDS),
    namespace: fc.constantFrom('shop', 'finance', 'istio-system'),
    callers: fc.boolean(),
    index: fc.integer({ min: 0, max: 29 }),
  }),
  { selector: (route) => route.index, minLength: 1, maxLength: 30 },
);

export const hostOf = ({ index }: RandomRoute): string => `h${index}.example`;
export const addressOf = ({ index }: RandomRoute): string => `192.0.2.${index + 1}`;

/** Passthrough has no identity, so only the other kinds can have callers. */
export const mayHaveCallers = ({ kind }: RandomRoute): boolean =>
  !['passthrough', 'tcp-plain', 'http-and-tls'].includes(kind);

function portsOf({ kind, index }: RandomRoute): EgressPort[] {
  switch (kind) {
    case 'grpc':
      return [EgressPort.grpc(80)];
    case 'passthrough':
      return [EgressPort.tls(443)];
    case 'wrapped':
      return [EgressPort.tls(443, { hop: Hop.mutual() })];
    case 'tcp':
      return [EgressPort.tcp(5432)];
    case 'tcp-plain':
      return [EgressPort.tcp(6379, { hop: Hop.plain(), gatewayPort: 7000 + index })];
    case 'http-and-tls':
      return [EgressPort.http(80), EgressPort.tls(443)];
    default:
      return [EgressPort.http(80)];
  }
}

export interface World {
  readonly manifests: readonly Manifest[];
  readonly snapshot: Snapshot;
}

/** The manifests of routes on one gateway, each namespace in a chart of its own. */
export function worldOf(routes: readonly RandomRoute[], order = routes): World {
  const app = Testing.app();
  Checks.of(app).disable();
  const extraPorts = Array.from({ length: 30 }, (_, index) => ({ port: 7000 + index }));
  const platform = new Chart(app, 'platform', { namespace: 'istio-system' });
  const via = new EgressGateway(platform, 'Egress', { workload: GatewayWorkload.istioctlEgress({ extraPorts }) });
  const charts = new Map<string, Chart>();
  for (const route of order) {
    const { namespace, kind } = route;
    let chart = charts.get(namespace);
    if (!chart) charts.set(namespace, (chart = new Chart(app, `apps-${namespace}`, { namespace })));
    new EgressRoute(chart, hostOf(route), {
      host: hostOf(route),
      ports: portsOf(route),
      ...(kind === 'origination' ? { tls: TlsOrigination.simple() } : {}),
      ...(kind.startsWith('tcp') ? { addresses: [addressOf(route)] } : {}),
      ...(route.callers && mayHaveCallers(route) ? { callers: [Caller.serviceAccount('client', namespace)] } : {}),
      via,
    });
  }
  return { manifests: apiObjectsOf(app).map((object) => object.toJson() as Manifest), snapshot: snapshotOf(app) };
}
