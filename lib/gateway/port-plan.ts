/**
 * What may share a port of one gateway workload. Istio keeps one listener per port: the older of two servers that cannot share
 * it wins and the other is dropped without a word.
 *
 * Recorded: p10-http-and-mtls-on-one-port, p10-passthrough-and-mutual-on-443, p37-same-host-two-gateways.
 */
import type { IConstruct } from 'constructs';
import { ConfigurationError } from '../errors';
import { serverKey, type ServerRequest } from './server';

type Family = 'http' | 'tcp' | 'tls';

interface Claim {
  readonly owner: IConstruct;
  readonly key: string;
}

interface PlannedPort {
  readonly family: Family;
  readonly first: Claim;
  readonly hosts: Map<string, Claim>;
}

/** The ports of one gateway workload, whoever asked for them. */
export class PortPlan {
  private readonly ports = new Map<number, PlannedPort>();

  /** What a port carries; undefined where it is free. */
  public familyOf(port: number): Family | undefined {
    return this.ports.get(port)?.family;
  }

  /** Whether a request could be claimed. */
  public fits(request: ServerRequest): boolean {
    return this.conflict(request) === undefined;
  }

  /**
   * Takes a port and its hosts for a request.
   *
   * @throws ConfigurationError GatewayPortTaken, GatewayHostTaken, naming both constructs
   */
  public claim(request: ServerRequest): void {
    const conflict = this.conflict(request);
    if (conflict) throw conflict;
    const claim = { owner: request.owner, key: serverKey(request) };
    let planned = this.ports.get(request.port);
    if (!planned) {
      planned = { family: familyOf(request), first: claim, hosts: new Map() };
      this.ports.set(request.port, planned);
    }
    for (const { host } of request.hosts) {
      if (!planned.hosts.has(host)) planned.hosts.set(host, claim);
    }
  }

  private conflict(request: ServerRequest): ConfigurationError | undefined {
    const planned = this.ports.get(request.port);
    if (!planned) return undefined;
    const family = familyOf(request);
    if (family !== planned.family || (family === 'tcp' && request.owner !== planned.first.owner)) {
      return portTaken(request, family, planned);
    }
    const key = serverKey(request);
    for (const { host } of request.hosts) {
      const taken = planned.hosts.get(host);
      if (taken && taken.key !== key) return hostTaken(request, host, taken);
    }
    return undefined;
  }
}

function familyOf({ protocol, tls }: ServerRequest): Family {
  if (tls && !tls.httpsRedirect) return 'tls';
  return ['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB'].includes(protocol) ? 'http' : 'tcp';
}

const SPOKEN: Readonly<Record<Family, string>> = { http: 'plain HTTP', tcp: 'plain TCP', tls: 'TLS' };

function portTaken(request: ServerRequest, family: Family, planned: PlannedPort): ConfigurationError {
  const other = planned.first.owner.node.path;
  return new ConfigurationError('GatewayPortTaken', {
    at: request.owner,
    problem: `port ${request.port} of the gateway carries ${SPOKEN[planned.family]} for ${other} and cannot carry ${SPOKEN[family]} too`,
    value: request.port,
  });
}

function hostTaken(request: ServerRequest, host: string, taken: Claim): ConfigurationError {
  return new ConfigurationError('GatewayHostTaken', {
    at: request.owner,
    problem: `${host} on port ${request.port} of the gateway is served with other TLS settings by ${taken.owner.node.path}`,
    value: host,
  });
}
