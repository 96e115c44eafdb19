import { Chart } from 'cdk8s';
import {
  Caller,
  Credential,
  EgressPolicy,
  EgressPort,
  EgressRoute,
  Endpoint,
  Hop,
  Resolution,
  TlsOrigination,
} from 'cdk8s-istio';
import { egressGateway, type Scenario } from '../mesh';

const CNN = 'edition.cnn.com';

/** Through the egress gateway. */
export const gateway: Readonly<Record<string, Scenario>> = {
  /** HTTP, without TLS on the hop, as in Istio's first exercise. */
  e7: (chart) => {
    const via = egressGateway(chart);
    const ports = [EgressPort.http(80, { hop: Hop.plain() }), EgressPort.https(443).direct()];
    new EgressRoute(chart, 'Cnn', { host: CNN, ports, via });
  },
  /** HTTP in mutual TLS on the hop: what is done where nothing is said. */
  'e7-mutual': (chart) => {
    new EgressRoute(chart, 'Cnn', { host: CNN, ports: [EgressPort.http(80)], via: egressGateway(chart) });
  },
  /** The application's own TLS, untouched. */
  e8: (chart) => {
    new EgressRoute(chart, 'Cnn', { host: CNN, ports: [EgressPort.tls(443)], via: egressGateway(chart) });
  },
  /** HTTP inside, HTTPS outside. */
  e9: (chart) => {
    const tls = TlsOrigination.simple();
    new EgressRoute(chart, 'Cnn', { host: CNN, ports: [EgressPort.http(80)], tls, via: egressGateway(chart) });
  },
  /** The same without TLS on the hop. */
  'e9-plain': (chart) => {
    const ports = [EgressPort.http(80, { hop: Hop.plain() })];
    new EgressRoute(chart, 'Cnn', { host: CNN, ports, tls: TlsOrigination.simple(), via: egressGateway(chart) });
  },
  /** HTTP inside, mutual TLS with a client certificate outside. */
  e10: (chart) => {
    new EgressRoute(chart, 'Nginx', {
      host: 'my-nginx.mesh-external.example',
      ports: [EgressPort.http(80, { gatewayPort: 443 })],
      tls: TlsOrigination.mutual(Credential.secret('client-credential')),
      via: egressGateway(chart),
    });
  },
  /** HTTP and HTTPS of one host at once. */
  e11: (chart) => {
    const ports = [EgressPort.http(80), EgressPort.tls(443)];
    new EgressRoute(chart, 'Cnn', { host: CNN, ports, via: egressGateway(chart) });
  },
  /** HTTP that leaves as HTTPS next to the application's own HTTPS. */
  'e11-origination': (chart) => {
    const ports = [EgressPort.http(80), EgressPort.tls(443)];
    new EgressRoute(chart, 'Cnn', { host: CNN, ports, tls: TlsOrigination.simple(), via: egressGateway(chart) });
  },
  /** Nothing leaves but through the gateway. */
  e12: (chart) => {
    const via = egressGateway(chart);
    new EgressRoute(chart, 'Cnn', { host: CNN, ports: [EgressPort.http(80), EgressPort.tls(443)], via });
    new EgressPolicy(chart, 'OnlyThroughTheGateway', { via });
  },
  /** One gateway, clients in every namespace; a second namespace with a route of its own. */
  e13: (chart) => {
    const via = egressGateway(chart);
    new EgressRoute(chart, 'Cnn', { host: CNN, ports: [EgressPort.http(80)], via });
    const tests = new Chart(chart.node.root as Chart, 'test-egress', { namespace: 'test-egress' });
    new EgressRoute(tests, 'Wikipedia', { host: 'www.wikipedia.org', ports: [EgressPort.tls(443)], via });
  },
  /** Every name below a domain, which one server has the certificates of. */
  e15: (chart) => {
    new EgressRoute(chart, 'Wikipedia', {
      host: '*.wikipedia.org',
      ports: [EgressPort.https(443)],
      wildcardTarget: 'www.wikipedia.org',
      via: egressGateway(chart),
    });
  },
  /** The application's own TLS inside mutual TLS, so that the gateway knows who calls. */
  e17: (chart) => {
    const ports = [EgressPort.tls(443, { hop: Hop.mutual() })];
    new EgressRoute(chart, 'Pypi', { host: 'pypi.org', ports, via: egressGateway(chart) });
  },
  /** TCP in mutual TLS: two databases share port 443 of the gateway. */
  e19: (chart) => {
    const via = egressGateway(chart);
    const database = (id: string, host: string, port: EgressPort, dialled: string, address: string): EgressRoute =>
      new EgressRoute(chart, id, {
        host,
        ports: [port],
        addresses: [dialled],
        resolution: Resolution.static(Endpoint.of({ address })),
        via,
      });
    database('Postgres', 'pg.cloud.example', EgressPort.tcp(5432), '192.0.2.32', '198.51.100.32');
    database('Mysql', 'my.cloud.example', EgressPort.mysql(3306), '192.0.2.33', '198.51.100.33');
  },
  /** TCP without TLS on the hop, on a port that was added to the gateway's Service. */
  'e19-plain': (chart) => {
    new EgressRoute(chart, 'Mongo', {
      host: 'mongo.example',
      ports: [EgressPort.mongo(27017, { hop: Hop.plain(), gatewayPort: 7777 })],
      addresses: ['192.0.2.27'],
      resolution: Resolution.static(Endpoint.of({ address: '198.51.100.27' })),
      via: egressGateway(chart, 7777),
    });
  },
  /** A database protocol over TLS with SNI, on its own port inside and 443 of the gateway. */
  'e19-tls': (chart) => {
    new EgressRoute(chart, 'Mongo', {
      host: 'c0.mongodb.example',
      moreHosts: ['c1.mongodb.example'],
      ports: [EgressPort.tls(27017)],
      via: egressGateway(chart),
    });
  },
  /** One of two workloads may use a host whose TLS the application makes. */
  e23: (chart) => {
    new EgressRoute(chart, 'Pypi', {
      host: 'pypi.org',
      ports: [EgressPort.tls(443, { hop: Hop.mutual() })],
      callers: [Caller.serviceAccount('python', 'apps')],
      via: egressGateway(chart),
    });
  },
  /** Any number of hosts on one gateway. */
  e28: (chart) => {
    const via = egressGateway(chart);
    new EgressRoute(chart, 'A', { host: 'a.example', ports: [EgressPort.http(80), EgressPort.tls(443)], via });
    new EgressRoute(chart, 'B', { host: 'b.example', ports: [EgressPort.http(80)], tls: TlsOrigination.simple(), via });
    new EgressRoute(chart, 'C', { host: 'c.example', ports: [EgressPort.tls(443, { hop: Hop.mutual() })], via });
    new EgressRoute(chart, 'D', { host: 'd.example', ports: [EgressPort.grpc(80)], via });
  },
  /** Who may use one host, by account and by namespace; every other host stays as it is. */
  s2: (chart) => {
    const via = egressGateway(chart);
    new EgressRoute(chart, 'Bank', {
      host: 'api.bank.example',
      ports: [EgressPort.http(80)],
      tls: TlsOrigination.simple(),
      callers: [Caller.serviceAccount('checkout', 'shop'), Caller.namespace('finance')],
      via,
    });
    new EgressRoute(chart, 'Cnn', { host: CNN, ports: [EgressPort.http(80), EgressPort.tls(443)], via });
  },
};
