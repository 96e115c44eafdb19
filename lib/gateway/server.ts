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
}

/** One server: all requests that agree in port, protocol and TLS. */
export class Server {
  public readonly port: number;
  public readonly protocol: ServerProtocol;
  public readonly tls?: RenderedServerTls;
  /** Identifies the server among those of its Gateway. */
  public readonly key: string;
  private readonly hosts = new Map<string, GatewayHost>();
  /** Part of the name of a server that other hosts cannot share. */
  private readonly ownHosts: readonly string[];

  constructor(request: ServerRequest) {
    this.port = request.port;
    this.protocol = request.protocol;
    if (request.tls) this.tls = request.tls;
    this.key = serverKey(request);
    this.ownHosts = isOpaque(request) ? [namesOf(request)] : [];
  }

  public add(hosts: readonly GatewayHost[]): void {
    for (const host of hosts) this.hosts.set(formatGatewayHost(host), host);
  }

  /** Its name; follows from the key alone, so that adding one server never renames another. */
  public get name(): string {
    const { mode, credentialName, httpsRedirect, ...further } = this.tls ?? {};
    const words = [this.protocol.toLowerCase().replace(/[^a-z0-9]/g, ''), String(this.port)];
    if (httpsRedirect && !mode) words.push('redirect');
    if (mode && mode !== 'SIMPLE') words.push(mode.toLowerCase().replace(/_/g, ''));
    const plain = label(...words, ...(credentialName === undefined ? [] : [credentialName]), ...this.ownHosts);
    if (Object.keys(further).length === 0) return plain;
    const hash = createHash('sha256').update(this.key).digest('hex').slice(0, 8);
    return `${plain.slice(0, 54).replace(/-+$/, '')}-${hash}`;
  }

  /** The server as it stands in the manifest; hosts in an order that does not depend on who came first. */
  public render(): GatewaySpecServers {
    const hosts = [...this.hosts.entries()].sort(
      ([a, x], [b, y]) => compareSpecificity(x.host, y.host) || (a < b ? -1 : 1),
    );
    return {
      port: { number: this.port, name: this.name, protocol: this.protocol },
      hosts: hosts.map(([text]) => text),
      ...(this.tls ? { tls: this.tls as GatewaySpecServersTls } : {}),
    };
  }
}

/** Requests with one key become one server. */
export function serverKey(request: Pick<ServerRequest, 'port' | 'protocol' | 'tls' | 'hosts'>): string {
  const { port, protocol, tls } = request;
  const fields = Object.entries(tls ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const own = isOpaque(request) ? [namesOf(request)] : [];
  return JSON.stringify([port, protocol, fields, ...own]);
}

/**
 * Whether no HTTP is left once the server has ended the TLS. Such a server has one rule for all of its hosts, so hosts that
 * are not asked for together get one each.
 */
function isOpaque({ protocol, tls }: Pick<ServerRequest, 'protocol' | 'tls'>): boolean {
  const passes = tls?.mode === undefined || tls.mode === 'PASSTHROUGH' || tls.mode === 'AUTO_PASSTHROUGH';
  return !passes && protocol !== 'HTTPS';
}

function namesOf({ hosts }: Pick<ServerRequest, 'hosts'>): string {
  return [...new Set(hosts.map(({ host }) => host))].sort(compareSpecificity).join('-');
}
