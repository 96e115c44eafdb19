import { gatewaysOfProxies, serversOf, sniHosts, type GatewayServer } from '../../model/gateway-servers';
import { GATEWAY, WORKLOAD_KINDS } from '../../model/kinds';
import { fullName, groupBy } from '../../model/names';
import { isHttp } from '../../model/protocols';
import { workloadsOf } from '../../model/workloads';
import type { Report, Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'server-conflict',
    codes: ['CIS0545', 'CIS0546'],
    level: 'error',
    description: 'Two servers on one port of a gateway cannot be told apart, so one of them is left out',
    kinds: [GATEWAY, ...WORKLOAD_KINDS],
  },
  check(context) {
    for (const gateways of gatewaysOfProxies(context.ofKind(GATEWAY), workloadsOf(context))) {
      const servers = gateways.flatMap(serversOf);
      for (const ofPort of groupBy(servers, ({ port, bind }) => `${bind}:${port}`).values()) {
        if (ofPort.length > 1) checkPort(ofPort, context.report);
      }
    }
  },
};

/** Servers of one port and address; the older Gateway's, or the first of one Gateway, is kept. */
function checkPort(servers: readonly GatewayServer[], report: (report: Report) => void): void {
  const bySni = new Map<string, GatewayServer>();
  const firsts = new Map<Family, GatewayServer>();
  for (const server of servers) {
    const rival = [...firsts.values()].find((other) => !mixes(other, server));
    if (rival) {
      report({
        resource: server.gateway,
        code: 'CIS0545',
        path: `spec.servers[${server.index}].port`,
        message: `${server.protocol} on port ${server.port} does not go with ${rival.protocol} of ${nameOf(rival)}, so one of the two is left out; give it a port of its own`,
      });
      continue;
    }
    if (!firsts.has(familyOf(server))) firsts.set(familyOf(server), server);
    if (!server.isTls) continue;
    sniHosts(server).forEach((host, i) => {
      const holder = bySni.get(host);
      if (!holder) bySni.set(host, server);
      else if (holder !== server && !isTold(holder, server, i)) {
        report({
          resource: server.gateway,
          code: 'CIS0546',
          path: `spec.servers[${server.index}].hosts[${i}]`,
          message: `TLS for "${host}" on port ${server.port} is served by ${nameOf(holder)} already, so one of the two is left out; keep the host in one server`,
        });
      }
    });
  }
}

/** Requests in the clear are told apart by host, TLS by SNI; anything else takes the whole port. */
type Family = 'http' | 'tls' | 'opaque';

function familyOf({ isTls, protocol }: GatewayServer): Family {
  return isTls ? 'tls' : isHttp(protocol) ? 'http' : 'opaque';
}

function mixes(a: GatewayServer, b: GatewayServer): boolean {
  return familyOf(a) === familyOf(b) && familyOf(a) !== 'opaque';
}

/** IST0145 is about hosts of two Gateways that are written alike. */
function isTold(holder: GatewayServer, server: GatewayServer, index: number): boolean {
  return holder.gateway !== server.gateway && holder.hosts.includes(server.hosts[index]!);
}

function nameOf({ gateway, index }: GatewayServer): string {
  return `server ${index} of Gateway ${fullName(gateway)}`;
}
