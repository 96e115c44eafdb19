import type { Caller } from '../security/authorization';
import type { ProxyRequest } from './connection';
import type { Proxy } from './proxy';

/** Who calls, as policies see it. */
export function callerOf(proxy: Proxy, request: ProxyRequest, port: number, terminated: boolean): Caller {
  return {
    principal: terminated ? request.principal : undefined,
    sourceIp: request.sourceIp,
    remoteIp: request.sourceIp,
    port,
    sni: request.tls === 'none' ? '' : request.sni,
    trustDomains: proxy.settings.trustDomains,
    request: undefined,
  };
}
