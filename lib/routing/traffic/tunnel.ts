import { isIP } from 'node:net';
import type { DestinationRuleSpecTrafficPolicyTunnel } from '../../../imports/networking.istio.io';
import { checkPort, parseHost } from '../../mesh';

/**
 * Carries TCP or TLS connections through an HTTP proxy, which is the destination.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-TunnelSettings
 */
export class Tunnel {
  /**
   * By HTTP CONNECT.
   *
   * @param targetHost DNS name or address that the HTTP proxy connects to
   * @param targetPort its port, 1–65535
   * @throws ConfigurationError HostMissing, HostMalformed, HostWildcardNotAllowed, PortOutOfRange
   */
  public static connect(targetHost: string, targetPort: number): Tunnel {
    return new Tunnel('CONNECT', targetHost, targetPort, 'Tunnel.connect');
  }

  /**
   * By HTTP POST.
   *
   * @param targetHost DNS name or address that the HTTP proxy connects to
   * @param targetPort its port, 1–65535
   * @throws ConfigurationError HostMissing, HostMalformed, HostWildcardNotAllowed, PortOutOfRange
   */
  public static post(targetHost: string, targetPort: number): Tunnel {
    return new Tunnel('POST', targetHost, targetPort, 'Tunnel.post');
  }

  private readonly rendered: DestinationRuleSpecTrafficPolicyTunnel;

  private constructor(protocol: string, host: string, port: number, at: string) {
    this.rendered = {
      protocol,
      targetHost: isIP(host) ? host : parseHost(host, at, { short: true }),
      targetPort: checkPort(port, at, 'targetPort'),
    };
  }

  /** @internal */
  public _render(): DestinationRuleSpecTrafficPolicyTunnel {
    return { ...this.rendered };
  }
}
