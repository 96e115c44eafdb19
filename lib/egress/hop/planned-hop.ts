import type { ServerProtocol, ServerTlsMode } from '../../gateway';
import { Protocol, type RouteFamily } from '../../mesh';
import type { EgressPort } from '../port/egress-port';

/**
 * The matrix of ways from a sidecar to an egress gateway: what the application speaks and how the hop is secured decide the
 * gateway's server and the rules that are left on its side.
 */
export interface HopForm {
  readonly serverProtocol: ServerProtocol;
  readonly serverTls?: ServerTlsMode;
  /** Rules of the gateway's side: what remains when its server has ended the TLS of the hop. */
  readonly gatewayFamily: RouteFamily;
  /** Port of the gateway, where nothing else is said; undefined for the port that the application dials. */
  readonly port?: number;
}

const HTTP_PORT = 80;
const TLS_PORT = 443;

const FORMS: Readonly<Record<string, HopForm>> = {
  'http plain': { serverProtocol: 'HTTP', gatewayFamily: 'http', port: HTTP_PORT },
  'http mutual': { serverProtocol: 'HTTPS', serverTls: 'ISTIO_MUTUAL', gatewayFamily: 'http', port: HTTP_PORT },
  'tls passthrough': { serverProtocol: 'TLS', serverTls: 'PASSTHROUGH', gatewayFamily: 'tls', port: TLS_PORT },
  'tls mutual': { serverProtocol: 'TLS', serverTls: 'ISTIO_MUTUAL', gatewayFamily: 'tcp', port: TLS_PORT },
  'tcp plain': { serverProtocol: 'TCP', gatewayFamily: 'tcp' },
  'tcp mutual': { serverProtocol: 'TLS', serverTls: 'ISTIO_MUTUAL', gatewayFamily: 'tcp', port: TLS_PORT },
};

/** The row of the matrix for a port. */
export function formOf(port: EgressPort): HopForm {
  return FORMS[`${port.family} ${port.hop.kind}`] as HopForm;
}

/** A port of a route with its way through a gateway. */
export interface PlannedHop {
  readonly port: EgressPort;
  readonly form: HopForm;
  /** The one number that the gateway's server, the DestinationRule and the rules of both sides agree on. */
  readonly gatewayPort: number;
}

/** Whether the gateway learns who calls. */
export function knowsCaller({ form }: PlannedHop): boolean {
  return form.serverTls === 'ISTIO_MUTUAL';
}

/** Whether the protocol needs HTTP/2 on every hop, which Istio chooses by the name of the gateway's Service port otherwise. */
export function needsHttp2({ port }: PlannedHop): boolean {
  return port.protocol === Protocol.GRPC || port.protocol === Protocol.HTTP2;
}
