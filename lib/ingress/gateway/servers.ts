import type { Construct } from 'constructs';
import { ConfigurationError } from '../../errors';
import type { ServerProtocol, SharedGateway } from '../../gateway';
import type { IngressRequest, ServedHost } from '../host/via';
import { PlainHttp } from '../tls/plain-http';
import { ServedNames, type ServedName } from './served-names';

/** Asks the Gateway for the servers of an IngressHost. */
export function addServers(gateway: SharedGateway, request: IngressRequest): void {
  for (const served of request.hosts) {
    if (served.tls) addTlsServer(gateway, request, served);
    else if (request.tcpPort !== undefined) add(gateway, request, served, request.tcpPort, 'TCP', {});
    addPlainServer(gateway, request, served);
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

function addTlsServer(gateway: SharedGateway, request: IngressRequest, served: ServedHost): void {
  const { tls } = served;
  if (!tls) return;
  checkCredentials(gateway, request.scope, served);
  const protocol: ServerProtocol = request.tcpPort !== undefined || tls.isPassedThrough ? 'TLS' : 'HTTPS';
  const level = tls.isPassedThrough ? 'passed' : tls.isStrict ? 'strict' : 'relaxed';
  add(gateway, request, served, request.tcpPort ?? request.httpsPort, protocol, { tls: level });
}

function addPlainServer(gateway: SharedGateway, request: IngressRequest, served: ServedHost): void {
  const plain = plainHttpOf(request, served);
  if (plain.kind === 'closed') return;
  const redirects = redirectsByServer(plain, request);
  add(gateway, request, served, request.httpPort, 'HTTP', { redirects });
}

function add(
  gateway: SharedGateway,
  request: IngressRequest,
  { host, tls: settings }: ServedHost,
  port: number,
  protocol: ServerProtocol,
  as: { readonly tls?: ServedName['tls']; readonly redirects?: boolean },
): void {
  const { scope: owner, namespace = '*', routes } = request;
  const tls = as.tls ? settings?._render() : as.redirects ? { httpsRedirect: true } : undefined;
  gateway.addServer({ port, protocol, ...(tls ? { tls } : {}), hosts: [{ namespace, host }], owner });
  ServedNames.of(owner, gateway.workload).add({
    host,
    port,
    gateway,
    key: JSON.stringify([port, protocol, tls ?? null]),
    ...(as.tls ? { tls: as.tls } : {}),
    redirects: as.redirects ?? false,
    owner,
    routes,
  });
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
