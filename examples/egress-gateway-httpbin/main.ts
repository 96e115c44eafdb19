import { Chart } from 'cdk8s';
import {
  EgressGateway,
  EgressPolicy,
  EgressPort,
  EgressRoute,
  GatewayWorkload,
  Mesh,
  OutboundTraffic,
} from 'cdk8s-istio';
import { Clients, story } from '../egress/clients';

const namespace = 'egress-httpbin';
const host = 'httpbin.org';

/** A Pod whose connections to addresses outside of the cluster are not intercepted; give the ranges of your cluster. */
const pastTheProxy = { 'traffic.sidecar.istio.io/includeOutboundIPRanges': '10.0.0.0/8' };

story('egress-gateway-httpbin', {
  workloads: (app, id) =>
    new Clients(app, id, namespace, true, [{ name: 'curl' }, { name: 'bypass', annotations: pastTheProxy }]),
  '1-past-the-proxy': (app, id) => {
    Mesh.configure(app, { outboundTraffic: OutboundTraffic.REGISTRY_ONLY });
    new EgressPolicy(new Chart(app, id, { namespace }), 'Closed', { networkPolicy: false });
  },
  '2-by-the-proxy': (app, id) => {
    const chart = new Chart(app, id, { namespace });
    new EgressPolicy(chart, 'Closed', { networkPolicy: false });
    new EgressRoute(chart, 'Httpbin', { host, ports: [EgressPort.http(80)], name: 'httpbin' });
  },
  '3-to-the-gateway': (app, id) => {
    const chart = new Chart(app, id, { namespace });
    new EgressPolicy(chart, 'Closed', { networkPolicy: false });
    const via = new EgressGateway(chart, 'Egress', { workload: GatewayWorkload.istioctlEgress() });
    new EgressRoute(chart, 'Httpbin', { host, ports: [EgressPort.http(80)], via, name: 'httpbin' });
  },
});
