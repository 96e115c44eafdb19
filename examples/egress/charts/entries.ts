import { EgressPort, EgressRoute, Endpoint, ExternalAlias, Resolution, TlsOrigination } from 'cdk8s-istio';
import type { Scenario } from '../mesh';

/** Ways to say where a host's servers are, and names inside the cluster for them. */
export const entries: Readonly<Record<string, Scenario>> = {
  /** A Service that is another name for an outside host. */
  'e22-external-name': (chart) => {
    new ExternalAlias(chart, 'Alias', { name: 'my-httpbin', externalName: 'httpbin.org', port: 80 });
  },
  /** A Service whose endpoints are outside addresses. */
  'e22-endpoints': (chart) => {
    new ExternalAlias(chart, 'Alias', {
      name: 'my-wikipedia',
      addresses: ['198.51.100.91', '2001:db8::91'],
      ports: [EgressPort.https(443), EgressPort.http(80)],
      legacyEndpoints: true,
    });
  },
  /** The application speaks HTTP to an alias of a server that speaks HTTPS. */
  'e22-tls': (chart) => {
    new ExternalAlias(chart, 'Alias', {
      name: 'my-api',
      externalName: 'api.example.com',
      port: 80,
      tls: TlsOrigination.simple(),
    });
  },
  /** The same with addresses, whose server's name has to be said. */
  'e22-tls-endpoints': (chart) => {
    new ExternalAlias(chart, 'Alias', {
      name: 'my-partner',
      addresses: ['198.51.100.92'],
      port: 80,
      tls: TlsOrigination.simple(),
      authority: 'partner.example.com',
    });
  },
  /** Endpoints with names, ports, places and weights of their own. */
  'e26-endpoints': (chart) => {
    new EgressRoute(chart, 'Crm', {
      host: 'crm.example',
      ports: [EgressPort.http(80)],
      resolution: Resolution.dns(
        Endpoint.of({
          address: 'us.crm.example',
          ports: [{ port: 80, targetPort: 8080 }],
          locality: 'us/east/1',
          weight: 80,
        }),
        Endpoint.of({ address: 'eu.crm.example', locality: 'eu/west/1', weight: 20, network: 'eu' }),
      ),
      subjectAltNames: ['spiffe://crm.example/ns/crm/sa/web'],
    });
  },
  /** Virtual machines that are part of the mesh, by labels. */
  'e26-workloads': (chart) => {
    new EgressRoute(chart, 'Billing', {
      host: 'billing.vm.example',
      ports: [EgressPort.http(8080, { targetPort: 9080 })],
      resolution: Resolution.workloads({ app: 'billing-vm' }),
      meshInternal: true,
    });
  },
  /** A socket in the caller's Pod. */
  'e26-socket': (chart) => {
    new EgressRoute(chart, 'Collector', {
      host: 'collector.local.example',
      ports: [EgressPort.http(8090)],
      resolution: Resolution.static(Endpoint.of({ address: 'unix:///var/run/collector.sock' })),
    });
  },
  /** One address at a time, of a host that has very many; and several hosts at once. */
  'e26-round-robin': (chart) => {
    new EgressRoute(chart, 'Hosts', {
      host: 'a.multi.example',
      moreHosts: ['b.multi.example'],
      ports: [EgressPort.tls(443), EgressPort.http(80)],
      resolution: Resolution.dnsRoundRobin(),
      exportTo: ['.'],
    });
  },
};
