import { createHash } from 'node:crypto';
import type { IConstruct } from 'constructs';
import type { GatewaySpecServers, GatewaySpecServersTls } from '../../imports/networking.istio.io';
import { compareSpecificity, formatGatewayHost, type GatewayHost, label } from '../mesh';

/** Protocol of a Gateway server, as Istio names it. */
export type ServerProtocol =
  'HTTP' | 'HTTP2' | 'GRPC' | 'GRPC-WEB' | 'HTTPS' | 'TLS' | 'TCP' | 'MONGO' | 'MYSQL' | 'REDIS';

/** Modes of a server's TLS, as Istio names them. */
export type ServerTlsMode =
  'PASSTHROUGH' | 'SIMPLE' | 'MUTUAL' | 'OPTIONAL_MUTUAL' | 'ISTIO_MUTUAL' | 'AUTO_PASSTHROUGH';

/** A server's `tls` block as it will stand in the manifest. */
export interface RenderedServerTls extends Omit<
  GatewaySpecServersTls,
  'mode' | 'minProtocolVersion' | 'maxProtocolVersion'
> {
  /** Absent only where `httpsRedirect` is the whole block. */
  readonly mode?: ServerTlsMode;
  readonly minProtocolVersion?: string;
  readonly maxProtocolVersion?: string;
}

/** What a route asks of a shared Gateway. */
export interface ServerRequest {
  /** Service port of the gateway, 1–65535; the number that rules match. */
  readonly port: number;
  readonly protocol: ServerProtocol;
  /** @default - plaintext */
  readonly tls?: RenderedServerTls;
  /** Hosts to serve, at least one. */
  readonly hosts: readonly GatewayHost[];
  /** The construct that asks; errors name it. */
  readonly owner: IConstruct;
  /** What tells this server from others of the same port, e.g. the credential. @default - the TLS mode, if any */
  readonly hint?: string;
}

/** One server: all requests that agree in port, protocol and TLS. */
export class Server {
  public readonly port: number;
  public readonly protocol: ServerProtocol;
  public readonly tls?: RenderedServerTls;
  /** Identifies the server among those of its Gateway. */
  public readonly key: string;
  private readonly hint: string;
  private readonly hosts = new Map<string, GatewayHost>();

  constructor(request: ServerRequest) {
    this.port = request.port;
    this.protocol = request.protocol;
    if (request.tls) this.tls = request.tls;
    this.key = serverKey(request);
    this.hint = request.hint ?? (request.tls?.httpsRedirect ? 'redirect' : (request.tls?.mode ?? ''));
  }

  public add(hosts: readonly GatewayHost[]): void {
    for (const host of hosts) this.hosts.set(formatGatewayHost(host), host);
  }

  /** The name it gets unless another server of the Gateway has the same one. */
  public get plainName(): string {
    const words = [this.protocol.toLowerCase().replace(/[^a-z0-9]/g, ''), String(this.port)];
    return this.hint === '' ? words.join('-') : label(...words, this.hint.toLowerCase().replace(/_/g, '-'));
  }

  /** The name it gets where {@link plainName} is taken. */
  public get uniqueName(): string {
    const hash = createHash('sha256').update(this.key).digest('hex').slice(0, 8);
    return `${this.plainName.slice(0, 54).replace(/-+$/, '')}-${hash}`;
  }

  /** The server as it stands in the manifest; hosts in an order that does not depend on who came first. */
  public render(name: string): GatewaySpecServers {
    const hosts = [...this.hosts.entries()].sort(
      ([a, x], [b, y]) => compareSpecificity(x.host, y.host) || (a < b ? -1 : 1),
    );
    return {
      port: { number: this.port, name, protocol: this.protocol },
      hosts: hosts.map(([text]) => text),
      ...(this.tls ? { tls: this.tls as GatewaySpecServersTls } : {}),
    };
  }
}

/** Requests with one key become one server. */
export function serverKey({ port, protocol, tls }: Pick<ServerRequest, 'port' | 'protocol' | 'tls'>): string {
  const fields = Object.entries(tls ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([port, protocol, fields]);
}
