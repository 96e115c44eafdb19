import { ConfigurationError } from '../../errors';
import { checkDnsLabel, checkPort, Protocol, routeFamily, type RouteFamily } from '../../mesh';
import type { CommonTrafficPolicy, RoutePolicy } from '../../routing';
import type { TlsOrigination } from '../tls-origination';
import { Hop } from './hop';

/** What differs from port to port. */
export interface EgressPortOptions {
  /** Name of the port, a DNS-1123 label. @default - protocol and number, `http-80` */
  readonly name?: string;
  /** Port of the outside server, 1–65535. @default - that of `tls`, else the same number */
  readonly targetPort?: number;
  /** How the way to the gateway is secured. @default - mutual TLS; application TLS passes through */
  readonly hop?: Hop;
  /**
   * Service port of the gateway that this port arrives at, 1–65535.
   * @default - 80 for HTTP, 443 for TLS and for TCP in mutual TLS, the same number for plain TCP; another port that the Service
   *   offers where two ports of the route would arrive together
   */
  readonly gatewayPort?: number;
  /** How an application's plain HTTP leaves as HTTPS. @default - as the route says */
  readonly tls?: TlsOrigination;
  /** What else happens to requests of this port; laid over that of the route. HTTP only. @default - as the route says */
  readonly policy?: RoutePolicy;
  /** How connections to the server's port are made; laid over that of the route. @default - as the route says */
  readonly trafficPolicy?: CommonTrafficPolicy;
}

/**
 * A port of an outside host: the number that applications dial and the protocol that they speak there.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServicePort
 */
export class EgressPort {
  /** HTTP/1.1 or cleartext HTTP/2, as applications speak it. */
  public static http(port: number, options: EgressPortOptions = {}): EgressPort {
    return new EgressPort(Protocol.HTTP, port, options);
  }

  /** HTTP/2; it leaves as HTTP/2 also where TLS is added. */
  public static http2(port: number, options: EgressPortOptions = {}): EgressPort {
    return new EgressPort(Protocol.HTTP2, port, options);
  }

  /** gRPC; it leaves as HTTP/2 also where TLS is added. */
  public static grpc(port: number, options: EgressPortOptions = {}): EgressPort {
    return new EgressPort(Protocol.GRPC, port, options);
  }

  /** HTTPS made by the application. Proxies see the server name only. */
  public static https(port: number, options: EgressPortOptions = {}): EgressPort {
    return new EgressPort(Protocol.HTTPS, port, options);
  }

  /** TLS made by the application, whatever is inside. Proxies see the server name only. */
  public static tls(port: number, options: EgressPortOptions = {}): EgressPort {
    return new EgressPort(Protocol.TLS, port, options);
  }

  /** Any other protocol over TCP; told apart by port and address. */
  public static tcp(port: number, options: EgressPortOptions = {}): EgressPort {
    return new EgressPort(Protocol.TCP, port, options);
  }

  /** MySQL without TLS; as {@link EgressPort.tcp}, with a protocol that speaks first. */
  public static mysql(port: number, options: EgressPortOptions = {}): EgressPort {
    return new EgressPort(Protocol.MYSQL, port, options);
  }

  /** MongoDB without TLS. */
  public static mongo(port: number, options: EgressPortOptions = {}): EgressPort {
    return new EgressPort(Protocol.MONGO, port, options);
  }

  /** Redis without TLS. */
  public static redis(port: number, options: EgressPortOptions = {}): EgressPort {
    return new EgressPort(Protocol.REDIS, port, options);
  }

  /** Name of the port. */
  public readonly name: string;

  private constructor(
    public readonly protocol: Protocol,
    /** The number that applications dial. */
    public readonly port: number,
    public readonly options: EgressPortOptions,
    /** Whether it leaves past the gateway of its route. */
    public readonly isDirect = false,
  ) {
    const at = `EgressPort.${protocol.toLowerCase()}`;
    checkPort(port, at);
    if (options.targetPort !== undefined) checkPort(options.targetPort, at, 'targetPort');
    if (options.gatewayPort !== undefined) checkPort(options.gatewayPort, at, 'gatewayPort');
    this.name = checkDnsLabel(options.name ?? `${protocol.toLowerCase()}-${port}`, at, 'name of the port');
    this.checkHop(at);
    if (this.family === 'http') return;
    if (options.tls) {
      throw new ConfigurationError('EgressTlsTwice', { at, problem: 'tls on a port that is no HTTP', value: port });
    }
    if (options.policy) {
      throw new ConfigurationError('EgressPolicyNotHttp', {
        at,
        problem: 'a policy for requests on a port whose requests no proxy sees',
        value: Object.keys(options.policy),
      });
    }
  }

  /** The same port, straight from the sidecar although its route has a gateway. */
  public direct(): EgressPort {
    return new EgressPort(this.protocol, this.port, this.options, true);
  }

  /** Which rules of a VirtualService route it. */
  public get family(): RouteFamily {
    return routeFamily(this.protocol);
  }

  /** How it travels to a gateway. */
  public get hop(): Hop {
    return this.options.hop ?? (this.family === 'tls' ? Hop.passthrough() : Hop.mutual());
  }

  private checkHop(at: string): void {
    const { kind } = this.hop;
    if (this.family === 'tls' ? kind !== 'plain' : kind !== 'passthrough') return;
    throw new ConfigurationError('EgressHopUnfit', {
      at,
      problem: this.family === 'tls' ? 'a plain hop for application TLS' : 'passthrough of what has no TLS',
      value: kind,
    });
  }
}
