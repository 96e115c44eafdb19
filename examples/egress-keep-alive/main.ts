import { Chart, Duration } from 'cdk8s';
import {
  ConnectionPool,
  EgressGateway,
  EgressPort,
  EgressRoute,
  GatewayWorkload,
  OutlierDetection,
  TlsOrigination,
} from 'cdk8s-istio';
import { Clients, story } from '../egress/clients';

const namespace = 'egress-keep-alive';
const host = 'httpbin.org';

story('egress-keep-alive', {
  workloads: (app, id) => new Clients(app, id, namespace, true, [{ name: 'curl-1' }, { name: 'curl-2' }]),
  '1-every-client-its-own': (app, id) => {
    const chart = new Chart(app, id, { namespace });
    const via = new EgressGateway(chart, 'Egress', { workload: GatewayWorkload.istioctlEgress() });
    new EgressRoute(chart, 'Httpbin', { host, ports: [EgressPort.https(443)], via, name: 'httpbin' });
  },
  '2-shared': (app, id) => {
    const chart = new Chart(app, id, { namespace });
    const via = new EgressGateway(chart, 'Egress', { workload: GatewayWorkload.istioctlEgress() });
    new EgressRoute(chart, 'Httpbin', {
      host,
      ports: [EgressPort.http(80)],
      tls: TlsOrigination.simple(),
      via,
      name: 'httpbin',
      trafficPolicy: {
        connectionPool: ConnectionPool.of({
          tcp: {
            maxConnections: 20,
            connectTimeout: Duration.seconds(3),
            keepalive: { time: Duration.minutes(5), interval: Duration.seconds(30), probes: 3 },
          },
          http: { idleTimeout: Duration.minutes(15), maxRequestsPerConnection: 0 },
        }),
        outlierDetection: OutlierDetection.of({ consecutive5xxErrors: 5 }),
      },
    });
  },
});
