/** Which rules of VirtualServices a server of a Gateway takes. */
import { hostsOverlap } from '../../mesh';
import type { Fields, Resource } from '../../snapshot';
import type { RouteDestination } from './destinations';
import { matchesAt } from './gateway-names';
import { fields, list, number, objects, text, texts } from './json';
import { fullName } from './names';
import { isHttp, isTcp } from './protocols';

/** Modes in which the gateway leaves the TLS of a connection as it is. */
const UNTOUCHED = new Set(['', 'PASSTHROUGH']);

/**
 * The rules that a server takes; undefined where it needs none: it redirects every request, routes by the server names of Istio
 * itself, or has no protocol that Istio knows.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSmode
 */
export function familyOf(server: Fields): RouteDestination['family'] | undefined {
  const protocol = text(fields(server.port).protocol);
  const tls = fields(server.tls);
  if (isHttp(protocol)) return tls.httpsRedirect === true ? undefined : 'http';
  if (!isTcp(protocol)) return undefined;
  const mode = text(tls.mode);
  if (mode === 'AUTO_PASSTHROUGH') return undefined;
  if (server.tls !== undefined && UNTOUCHED.has(mode)) return 'tls';
  return protocol.toUpperCase() === 'HTTPS' ? 'http' : 'tcp';
}

/** Whether some rule of the VirtualService is for a host of the server; who sees whom is not asked. */
export function hasRuleFor(virtualService: Resource, gateway: Resource, server: Fields, host: string): boolean {
  const family = familyOf(server);
  if (family === undefined) return true;
  return objects(virtualService.spec[family]).some((rule) => {
    if (list(rule.match).length === 0) return true;
    return matchesAt(rule, virtualService.namespace, fullName(gateway)).some(({ sniHosts, port }) => {
      if (family === 'tls' && !texts(sniHosts).some((name) => hostsOverlap(name, host))) return false;
      return [0, number(fields(server.port).number)].includes(number(port));
    });
  });
}
