import type { Destination } from '../../routing';

/** What a route asks of a proxy. */
export interface TunnelRequest {
  /** Server that the proxy connects to. */
  readonly host: string;
  readonly port: number;
  /** Namespace of the gateway that opens the tunnel. @default - sidecars do */
  readonly gatewayNamespace?: string;
}

/** A proxy as routes see it. */
export interface IForwardProxy {
  /** Takes in a tunnel, and says where its connections go. */
  tunnel(request: TunnelRequest): Destination;
}
