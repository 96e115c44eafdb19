import { EgressPort, EgressRoute, Endpoint, Hop, Resolution, TlsOrigination } from 'cdk8s-istio';
import { egressGateway } from '../../examples/egress/mesh';
import { EGRESS, Scene } from './scene';

const HOST = 'outside.example';
const ADDRESS = '192.0.2.50';

interface Row {
  readonly name: string;
  readonly port: EgressPort;
  readonly tls?: TlsOrigination;
  /** Number, protocol and TLS of the gateway's server. */
  readonly server: readonly [number, string, string?];
  readonly subsetTls: boolean;
  readonly meshFamily: 'http' | 'tls' | 'tcp';
  readonly gatewayFamily: 'http' | 'tls' | 'tcp';
  readonly url: string;
  readonly end: string;
}

const http = (hop: Hop): EgressPort => EgressPort.http(80, { hop });
const HTTP = `http://${HOST}`;
const HTTPS = `https://${HOST}`;
const TCP = `tcp://${HOST}:5432`;
const passed = `${HOST}:443 PASSTHROUGH ${HOST}`;

const rows: readonly Row[] = [
  {
    name: '1: HTTP, plain hop, plain to the world',
    port: http(Hop.plain()),
    server: [80, 'HTTP'],
    subsetTls: false,
    meshFamily: 'http',
    gatewayFamily: 'http',
    url: HTTP,
    end: `${HOST}:80 PLAINTEXT`,
  },
  {
    name: '2: HTTP, mTLS hop, plain to the world',
    port: http(Hop.mutual()),
    server: [80, 'HTTPS', 'ISTIO_MUTUAL'],
    subsetTls: true,
    meshFamily: 'http',
    gatewayFamily: 'http',
    url: HTTP,
    end: `${HOST}:80 PLAINTEXT`,
  },
  {
    name: '3: HTTP, plain hop, TLS to the world',
    port: http(Hop.plain()),
    tls: TlsOrigination.simple(),
    server: [80, 'HTTP'],
    subsetTls: false,
    meshFamily: 'http',
    gatewayFamily: 'http',
    url: HTTP,
    end: `${HOST}:80 SIMPLE ${HOST}`,
  },
  {
    name: '4: HTTP, mTLS hop, TLS to the world',
    port: http(Hop.mutual()),
    tls: TlsOrigination.simple(),
    server: [80, 'HTTPS', 'ISTIO_MUTUAL'],
    subsetTls: true,
    meshFamily: 'http',
    gatewayFamily: 'http',
    url: HTTP,
    end: `${HOST}:80 SIMPLE ${HOST}`,
  },
  {
    name: '5: TLS, passthrough',
    port: EgressPort.tls(443),
    server: [443, 'TLS', 'PASSTHROUGH'],
    subsetTls: false,
    meshFamily: 'tls',
    gatewayFamily: 'tls',
    url: HTTPS,
    end: passed,
  },
  {
    name: '6: TLS, wrapped in mTLS',
    port: EgressPort.tls(443, { hop: Hop.mutual() }),
    server: [443, 'TLS', 'ISTIO_MUTUAL'],
    subsetTls: true,
    meshFamily: 'tls',
    gatewayFamily: 'tcp',
    url: HTTPS,
    end: passed,
  },
  {
    name: '7: TCP, plain hop',
    port: EgressPort.tcp(5432, { hop: Hop.plain(), gatewayPort: 7777 }),
    server: [7777, 'TCP'],
    subsetTls: false,
    meshFamily: 'tcp',
    gatewayFamily: 'tcp',
    url: TCP,
    end: `${HOST}:5432 PLAINTEXT`,
  },
  {
    name: '8: TCP, mTLS hop',
    port: EgressPort.tcp(5432),
    server: [443, 'TLS', 'ISTIO_MUTUAL'],
    subsetTls: true,
    meshFamily: 'tcp',
    gatewayFamily: 'tcp',
    url: TCP,
    end: `${HOST}:5432 PLAINTEXT`,
  },
];

describe.each(rows)('matrix row $name', (row) => {
  const scene = Scene.from((chart) => {
    const isTcp = row.port.family === 'tcp';
    new EgressRoute(chart, 'Route', {
      host: HOST,
      ports: [row.port],
      ...(row.tls ? { tls: row.tls } : {}),
      ...(isTcp
        ? { addresses: [ADDRESS], resolution: Resolution.static(Endpoint.of({ address: '198.51.100.50' })) }
        : {}),
      via: egressGateway(chart, 7777),
    });
  });
  const [number, protocol, mode] = row.server;

  test("the gateway's server", () => {
    expect(scene.only('Gateway').spec.servers).toEqual([
      {
        port: { number, protocol, name: expect.any(String) },
        hosts: [`apps/${HOST}`],
        ...(mode ? { tls: { mode } } : {}),
      },
    ]);
  });

  test('the subset of the hop', () => {
    const tls = { mode: 'ISTIO_MUTUAL', sni: HOST };
    expect(scene.rule(EGRESS)?.spec.subsets).toEqual([
      {
        name: 'outside-example',
        ...(row.subsetTls ? { trafficPolicy: { portLevelSettings: [{ port: { number }, tls }] } } : {}),
      },
    ]);
  });

  test('the rules of both sides', () => {
    const { spec } = scene.only('VirtualService');
    const families = ['http', 'tls', 'tcp'].flatMap((family) =>
      ((spec[family] ?? []) as { match: [{ gateways: string[]; port: number }]; route: object[] }[]).map((rule) => ({
        family,
        at: rule.match[0].gateways[0] === 'mesh' ? 'mesh' : 'gateway',
        port: rule.match[0].port,
        to: rule.route[0],
      })),
    );
    expect(families.find((rule) => rule.at === 'mesh')).toEqual({
      family: row.meshFamily,
      at: 'mesh',
      port: row.port.port,
      to: { destination: { host: EGRESS, subset: 'outside-example', port: { number } } },
    });
    expect(families.find((rule) => rule.at === 'gateway')).toEqual({
      family: row.gatewayFamily,
      at: 'gateway',
      port: number,
      to: { destination: { host: HOST, port: { number: row.port.port } } },
    });
    expect(families).toHaveLength(2);
  });

  test('what leaves', () => {
    const dialled = row.port.family === 'tcp' ? { address: ADDRESS } : {};
    expect(scene.way(row.url, dialled)).toEqual([
      `outbound|${number}|outside-example|${EGRESS}`,
      `outbound|${row.port.port}||${HOST}`,
      row.end,
    ]);
  });
});

test('the mTLS hop is the default where the matrix allows it', () => {
  expect(EgressPort.http(80).hop.kind).toBe('mutual');
  expect(EgressPort.grpc(80).hop.kind).toBe('mutual');
  expect(EgressPort.tcp(80).hop.kind).toBe('mutual');
  expect(EgressPort.tls(443).hop.kind).toBe('passthrough');
  expect(EgressPort.https(443).hop.kind).toBe('passthrough');
});
