import { Chart } from 'cdk8s';
import { EgressGateway, EgressPolicy, EgressPort, EgressRoute, GatewayWorkload, Hop } from 'cdk8s-istio';
import { Clients, story } from '../egress/clients';

const namespace = 'egress-cnn';
const host = 'edition.cnn.com';

function gateway(chart: Chart): EgressGateway {
  return new EgressGateway(chart, 'Egress', { workload: GatewayWorkload.istioctlEgress() });
}

story('egress-gateway-cnn', {
  workloads: (app, id) =>
    new Clients(app, id, namespace, true, [
      { name: 'curl' },
      { name: 'no-sidecar', labels: { 'sidecar.istio.io/inject': 'false' } },
    ]),
  '1-http': (app, id) => {
    const chart = new Chart(app, id, { namespace });
    const ports = [EgressPort.http(80, { hop: Hop.plain() }), EgressPort.https(443).direct()];
    new EgressRoute(chart, 'Cnn', { host, ports, via: gateway(chart), name: 'cnn' });
  },
  '2-https': (app, id) => {
    const chart = new Chart(app, id, { namespace });
    const ports = [EgressPort.http(80), EgressPort.https(443)];
    new EgressRoute(chart, 'Cnn', { host, ports, via: gateway(chart), name: 'cnn' });
  },
  '3-nothing-else': (app, id) => {
    const chart = new Chart(app, id, { namespace });
    const via = gateway(chart);
    const ports = [EgressPort.http(80), EgressPort.https(443)];
    new EgressRoute(chart, 'Cnn', { host, ports, via, name: 'cnn' });
    new EgressPolicy(chart, 'OnlyThroughTheGateway', { via });
  },
});
