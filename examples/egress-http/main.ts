import { Chart } from 'cdk8s';
import { EgressPolicy, EgressPort, EgressRoute, OutboundTraffic } from 'cdk8s-istio';
import { Clients, story } from '../egress/clients';

const namespace = 'egress-http';

story('egress-http', {
  workloads: (app, id) => new Clients(app, id, namespace, true, [{ name: 'curl' }, { name: 'sleep' }]),
  'allow-any': (app, id) => {
    const chart = new Chart(app, id, { namespace });
    new EgressPolicy(chart, 'Open', { outboundTraffic: OutboundTraffic.ALLOW_ANY, networkPolicy: false });
  },
  'registry-only': (app, id) => {
    const chart = new Chart(app, id, { namespace });
    new EgressPolicy(chart, 'Closed', { outboundTraffic: OutboundTraffic.REGISTRY_ONLY, networkPolicy: false });
  },
  route: (app, id) => {
    const chart = new Chart(app, id, { namespace });
    new EgressRoute(chart, 'Httpbin', { host: 'httpbin.org', ports: [EgressPort.http(80)], name: 'httpbin-ext' });
  },
});
