import { hostsOverlap, parseGatewayHost } from '../../../mesh';
import { fields, list, maybe, objects, text, texts } from '../../model/json';
import { AUTHORIZATION_POLICY, GATEWAY, INGRESS, KUBERNETES_GATEWAY, SERVICE, WORKLOAD_KINDS } from '../../model/kinds';
import { guardedServers, type GuardedServer } from '../../model/policy-gateways';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'sni-without-server',
    codes: ['CIS0443'],
    level: 'error',
    description: 'A policy of a gateway asks for a server name that no TLS server of the gateway takes',
    kinds: [AUTHORIZATION_POLICY, GATEWAY, INGRESS, KUBERNETES_GATEWAY, SERVICE, ...WORKLOAD_KINDS],
  },
  check(context) {
    for (const resource of context.ofKind(AUTHORIZATION_POLICY)) {
      const servers = guardedServers(context, resource);
      if (servers.length === 0) continue;
      objects(resource.spec.rules).forEach((rule, i) =>
        objects(rule.when).forEach(({ key, values }, j) => {
          if (text(key) !== 'connection.sni' || list(values).length === 0) return;
          const taken = servers.flatMap(namesOf);
          const lost = texts(values).filter((value) => !taken.some((host) => mayBe(value, host)));
          if (lost.length === 0) return;
          const all =
            taken.length === 0 ? 'none of its servers has TLS' : `they take ${[...new Set(taken)].join(', ')}`;
          context.report({
            resource,
            path: `spec.rules[${i}].when[${j}].values`,
            // Another Gateway may open the same workloads.
            ...(context.closed ? {} : { level: 'warning' }),
            message: `No connection to the gateway has the server name ${lost.map((one) => `"${one}"`).join(', ')}: ${all}; name a host of its servers`,
          });
        }),
      );
    }
  },
};

/** The server names with which a connection gets to the server; on the hop from a sidecar they are those of the outer TLS. */
function namesOf({ server }: GuardedServer): readonly string[] {
  // A redirect of plain HTTP stands in tls as well.
  const isTls =
    maybe(server.tls) && !['HTTP', 'HTTP2', 'GRPC'].includes(text(fields(server.port).protocol).toUpperCase());
  return isTls ? texts(server.hosts).map((host) => parseGatewayHost(host).host) : [];
}

/** Whether some name has the value's form and is one of the host's. */
function mayBe(value: string, host: string): boolean {
  // A prefix may go on as any host does.
  if (value.endsWith('*')) return host.startsWith('*') || host.startsWith(value.slice(0, -1));
  if (!value.startsWith('*')) return hostsOverlap(host, value);
  const suffix = value.slice(1);
  const name = host.replace(/^\*/, '');
  return name.endsWith(suffix) || (host.startsWith('*') && suffix.endsWith(name));
}
