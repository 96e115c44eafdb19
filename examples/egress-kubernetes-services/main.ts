import { Chart } from 'cdk8s';
import { EgressPort, ExternalAlias, TlsOrigination } from 'cdk8s-istio';
import { Clients, story } from '../egress/clients';

const namespace = 'egress-aliases';

/** An address of en.wikipedia.org; ask `dig +short en.wikipedia.org` for one that answers today. */
const WIKIPEDIA = '208.80.154.224';

story('egress-kubernetes-services', {
  workloads: (app, id) => {
    new Clients(app, id, namespace, true, [{ name: 'curl' }]);
    new Clients(app, 'without-sidecar', 'without-istio', false, [{ name: 'curl' }]);
  },
  'external-name': (app, id) => {
    const chart = new Chart(app, id, { namespace });
    new ExternalAlias(chart, 'Httpbin', { name: 'my-httpbin', externalName: 'httpbin.org', port: 80 });
  },
  endpoints: (app, id) => {
    const chart = new Chart(app, id, { namespace });
    new ExternalAlias(chart, 'Wikipedia', {
      name: 'my-wikipedia',
      addresses: [WIKIPEDIA],
      ports: [EgressPort.https(443), EgressPort.http(80)],
    });
  },
  'http-to-https': (app, id) => {
    const chart = new Chart(app, id, { namespace });
    new ExternalAlias(chart, 'Wikipedia', {
      name: 'wiki',
      externalName: 'en.wikipedia.org',
      port: 80,
      tls: TlsOrigination.simple(),
    });
  },
});
