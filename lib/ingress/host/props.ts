import type { Duration } from 'cdk8s';
import type { PlainHttp } from '../tls/plain-http';
import type { ServerTls } from '../tls/server-tls';
import type { IIngressVia } from './via';

/** The TLS of one host, where hosts have different certificates. */
export interface HostTls {
  /** One of the IngressHost's hosts. */
  readonly host: string;
  readonly tls: ServerTls;
}

/** A public name and how it is served. */
export interface IngressHostProps {
  /** Public names, exact or `*.example.com`. At least one. A wildcard does not include its apex. */
  readonly hosts: readonly string[];
  /** What serves them: an IngressGateway or an IngressClass. */
  readonly via: IIngressVia;
  /** How TLS ends at the gateway, for hosts without an entry in `tlsByHost`. @default - no TLS */
  readonly tls?: ServerTls;
  /** TLS of single hosts. @default - `tls` for all of them */
  readonly tlsByHost?: readonly HostTls[];
  /**
   * What happens without TLS.
   * @default - PlainHttp.REDIRECT where there is TLS, else PlainHttp.SERVE; CLOSED where the gateway sees no HTTP
   */
  readonly plainHttp?: PlainHttp;
  /** Port of the gateway's Service for TLS, 1–65535. @default 443 */
  readonly httpsPort?: number;
  /** Port of the gateway's Service for plain HTTP, 1–65535. @default 80 */
  readonly httpPort?: number;
  /** Serves bytes instead of HTTP at this port of the gateway's Service, 1–65535; with `tls` inside of TLS. @default - HTTP */
  readonly tcpPort?: number;
  /** Whether `*` is among the hosts on purpose: every name that no other route takes. @default false */
  readonly allowAnyHost?: boolean;
  /**
   * How long browsers shall use `https://` only, by the header strict-transport-security. Needs TLS.
   * @default - they are not told
   */
  readonly hsts?: Duration;
  /**
   * Whether a destination outside the mesh gets the public name as Host, instead of its own.
   * @default false - the Host of such a destination is its own name
   */
  readonly keepHostHeader?: boolean;
  /** Name of the VirtualService or Ingress. @default - derived from the construct path */
  readonly name?: string;
  /** Namespace of the VirtualService or Ingress. @default - the chart's, or Mesh.configure({ defaultNamespace }) */
  readonly namespace?: string;
}
