import { Duration } from 'cdk8s';
import { EgressPolicy, EgressPort, EgressRoute, OutboundTraffic, Resolution, Retry, Endpoint } from 'cdk8s-istio';
import type { Scenario } from '../mesh';

/** Straight from the sidecar. */
export const direct: Readonly<Record<string, Scenario>> = {
  /** Sidecars refuse what nobody declares. The mesh-wide setting is no manifest; a Sidecar sets it for a namespace. */
  e0: (chart) => {
    new EgressPolicy(chart, 'Closed', { outboundTraffic: OutboundTraffic.REGISTRY_ONLY, networkPolicy: false });
  },
  /** HTTP. */
  e1: (chart) => {
    new EgressRoute(chart, 'Httpbin', { host: 'httpbin.org', ports: [EgressPort.http(80)] });
  },
  /** HTTPS that the application makes. */
  e2: (chart) => {
    new EgressRoute(chart, 'Google', { host: 'www.google.com', ports: [EgressPort.https(443)] });
  },
  /** A time limit for an outside host, and retries. */
  e3: (chart) => {
    new EgressRoute(chart, 'Httpbin', {
      host: 'httpbin.org',
      ports: [EgressPort.http(80)],
      timeout: Duration.seconds(3),
      retry: Retry.of({ attempts: 2, perTryTimeout: Duration.seconds(1) }),
    });
  },
  /** Every name below a domain, to the address that the application found. */
  e14: (chart) => {
    new EgressRoute(chart, 'Wikipedia', { host: '*.wikipedia.org', ports: [EgressPort.https(443)] });
  },
  /** Every name below a domain, looked up by the sidecar. */
  'e16-3': (chart) => {
    new EgressRoute(chart, 'Shops', {
      host: '*.shops.example',
      ports: [EgressPort.http(80), EgressPort.tls(443)],
      resolution: Resolution.dynamicDns(),
    });
  },
  /** TCP, told apart by the address that the application dials. */
  e18: (chart) => {
    new EgressRoute(chart, 'Mysql', {
      host: 'mysql.example',
      ports: [EgressPort.tcp(3306)],
      addresses: ['192.0.2.45/32'],
      resolution: Resolution.static(Endpoint.of({ address: '198.51.100.45' })),
    });
  },
  /** The application speaks to an outside HTTP proxy itself. */
  e20: (chart) => {
    new EgressRoute(chart, 'Proxy', {
      host: 'my-company-proxy.example',
      ports: [EgressPort.tcp(3128)],
      addresses: ['192.0.2.12/32'],
      resolution: Resolution.none(),
    });
  },
};
