import { EgressPort, EgressRoute, ForwardProxy, Hop, Resolution, Endpoint, TlsOrigination } from 'cdk8s-istio';
import type { Chart } from 'cdk8s';
import { egressGateway, type Scenario } from '../mesh';

const HOST = 'external.example';

function proxy(chart: Chart, tls?: TlsOrigination): ForwardProxy {
  return new ForwardProxy(chart, 'Proxy', {
    host: 'proxy.company.example',
    port: 3128,
    addresses: ['192.0.2.12'],
    resolution: Resolution.static(Endpoint.of({ address: '198.51.100.12' })),
    ...(tls ? { tls } : {}),
  });
}

/** Through an HTTP proxy that applications need not know. */
export const tunnel: Readonly<Record<string, Scenario>> = {
  /** From the sidecar. */
  'e21-sidecar': (chart) => {
    new EgressRoute(chart, 'External', { host: HOST, ports: [EgressPort.tls(443)], through: proxy(chart) });
  },
  /** From the gateway, which passes the application's TLS on. */
  'e21-gateway-passthrough': (chart) => {
    const through = proxy(chart);
    new EgressRoute(chart, 'External', {
      host: HOST,
      ports: [EgressPort.tls(443)],
      through,
      via: egressGateway(chart),
    });
  },
  /** From the gateway, which knows who calls; the way to the proxy is TLS as well. */
  'e21-gateway-mutual': (chart) => {
    const through = proxy(chart, TlsOrigination.simple());
    const ports = [EgressPort.tls(443, { hop: Hop.mutual() })];
    new EgressRoute(chart, 'External', { host: HOST, ports, through, via: egressGateway(chart) });
  },
  /** TCP from the gateway, on a port of its own. */
  'e21-gateway-tcp': (chart) => {
    const through = proxy(chart);
    new EgressRoute(chart, 'External', {
      host: HOST,
      ports: [EgressPort.tcp(9000, { hop: Hop.plain() })],
      addresses: ['192.0.2.90'],
      resolution: Resolution.static(Endpoint.of({ address: '198.51.100.90' })),
      through,
      via: egressGateway(chart, 9000),
    });
  },
};
