import type { Construct } from 'constructs';
import { ConfigurationError } from '../../errors';
import type { ServerProtocol, ServerRequest, SharedGateway } from '../../gateway';
import type { IngressRequest, ServedHost } from '../host/via';
import { PlainHttp } from '../tls/plain-http';
import { ServedNames, type ServedName } from './served-names';

/** A server and how it is known to the neighbours. */
interface Planned {
  readonly server: ServerRequest;
  readonly name: ServedName;
}

/**
 * Asks the Gateway for the servers of an IngressHost: all of them, or none.
 *
 * @throws ConfigurationError CredentialElsewhere, PlainWithoutHttp, GatewayHostTaken, and what `addServer` refuses
 */
export function addServers(gateway: SharedGateway, request: IngressRequest): void {
  const names = ServedNames.of(request.scope, gateway.workload);
  const planned = request.hosts.flatMap((served) => [
    ...tlsServer(gateway, request, served),
    ...plainServer(gateway, request, served),
  ]);
  for (const { name } of planned) names.check(name);
  const { workload, plan } = gateway;
  const refused = planned.find(({ server }) => !workload.offers(server.port) || !plan.fits(server));
  if (refused) gateway.addServer(refused.server);
  for (const { server, name } of planned) {
    gateway.addServer(server);
    names.add(name);
  }
}

/**
 * What happens without TLS to one host.
 *
 * @throws ConfigurationError PlainWithoutHttp
 */
export function plainHttpOf(request: IngressRequest, { tls, host }: ServedHost): PlainHttp {
  const { plainHttp, scope, tcpPort } = request;
  const opaque = tcpPort !== undefined || tls?.isPassedThrough === true;
  if (opaque && plainHttp && plainHttp.kind !== 'closed' && !(plainHttp.kind === 'redirect' && tcpPort === undefined)) {
    const problem = `plain HTTP of ${host}, whose routes are not about HTTP`;
    throw new ConfigurationError('PlainWithoutHttp', { at: scope, problem, value: plainHttp.kind });
  }
  if (plainHttp) return plainHttp;
  if (opaque) return PlainHttp.CLOSED;
  return tls ? PlainHttp.REDIRECT : PlainHttp.SERVE;
}

/** Whether the server itself redirects: it cannot name another port than 443. */
export function redirectsByServer(plain: PlainHttp, request: IngressRequest): boolean {
  return plain.kind === 'redirect' && request.httpsPort === 443;
}

function tlsServer(gateway: SharedGateway, request: IngressRequest, served: ServedHost): Planned[] {
  const { tls } = served;
  const { tcpPort, httpsPort, scope } = request;
  if (!tls) return tcpPort === undefined ? [] : [planned(gateway, request, served, tcpPort, 'TCP', {})];
  checkCredentials(gateway, scope, served);
  const protocol: ServerProtocol = tcpPort !== undefined || tls.isPassedThrough ? 'TLS' : 'HTTPS';
  const level = tls.isPassedThrough ? 'passed' : tls.isStrict ? 'strict' : 'relaxed';
  return [planned(gateway, request, served, tcpPort ?? httpsPort, protocol, { tls: level })];
}

function plainServer(gateway: SharedGateway, request: IngressRequest, served: ServedHost): Planned[] {
  const plain = plainHttpOf(request, served);
  if (plain.kind === 'closed') return [];
  const redirects = redirectsByServer(plain, request);
  return [planned(gateway, request, served, request.httpPort, 'HTTP', { redirects })];
}

function planned(
  gateway: SharedGateway,
  { scope: owner, namespace = '*', routes }: IngressRequest,
  { host, tls: settings }: ServedHost,
  port: number,
  protocol: ServerProtocol,
  as: { readonly tls?: ServedName['tls']; readonly redirects?: boolean },
): Planned {
  const tls = as.tls ? settings?._render() : as.redirects ? { httpsRedirect: true } : undefined;
  return {
    server: { port, protocol, ...(tls ? { tls } : {}), hosts: [{ namespace, host }], owner },
    name: {
      host,
      port,
      gateway,
      key: JSON.stringify([port, protocol, tls ?? null]),
      ...(as.tls ? { tls: as.tls } : {}),
      redirects: as.redirects ?? false,
      owner,
      routes,
    },
  };
}

function checkCredentials(gateway: SharedGateway, at: Construct, { tls }: ServedHost): void {
  for (const { name, namespace } of tls?.credentials ?? []) {
    if (namespace === undefined || namespace === gateway.workload.namespace) continue;
    throw new ConfigurationError('CredentialElsewhere', {
      at,
      problem: `Secret ${name} is in ${namespace}, the gateway's Pods are in ${gateway.workload.namespace}`,
      value: `${namespace}/${name}`,
    });
  }
}
