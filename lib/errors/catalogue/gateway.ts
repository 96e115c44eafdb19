import { entries } from './entry';

/** Mistakes that lib/gateway refuses. */
export const gateway = entries({
  GatewayUnused: {
    allowed: 'a Gateway that at least one route or host uses: Istio refuses one without servers',
    fix: 'give the gateway to a route or host as `via`, or remove it',
  },
  GatewayPortNotOffered: {
    allowed: 'a port of the Service in front of the gateway',
    fix: 'add the port to the Service of the gateway, and name it in extraPorts of the GatewayWorkload',
  },
  GatewayPortTaken: {
    allowed: 'plain HTTP, plain TCP of one route, or TLS on one port of a gateway',
    fix: 'give one of the two another port, or another gateway',
  },
  GatewayHostTaken: {
    allowed: 'one TLS setting for each host and port of a gateway',
    fix: 'serve the host in one place, or on another port or gateway',
  },
});
