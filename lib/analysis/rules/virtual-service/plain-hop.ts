import { tlsTowards } from '../../model/client-tls';
import { gatewayHops } from '../../model/gateway-hops';
import { hopEnd } from '../../model/hop-end';
import { fields, text } from '../../model/json';
import { DESTINATION_RULE, GATEWAY, PEER_AUTHENTICATION, SERVICE, VIRTUAL_SERVICE } from '../../model/kinds';
import { fqdn, fullName, groupBy } from '../../model/names';
import { isHttp } from '../../model/protocols';
import { serverMtls } from '../../model/server-mtls';
import type { Fields } from '../../../snapshot';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'plain-hop',
    codes: ['CIS0358'],
    level: 'warning',
    description:
      'Sidecars send to a gateway in plain text, where a PeerAuthentication demands mTLS and cannot enforce it',
    kinds: [VIRTUAL_SERVICE, GATEWAY, DESTINATION_RULE, SERVICE, PEER_AUTHENTICATION],
  },
  check(context) {
    const { clusterDomain } = context.snapshot;
    const rules = groupBy(context.ofKind(DESTINATION_RULE), ({ namespace, spec }) =>
      fqdn(text(spec.host), namespace, clusterDomain),
    );
    for (const virtualService of context.ofKind(VIRTUAL_SERVICE)) {
      for (const hop of gatewayHops(context, virtualService)) {
        const { destination, path, host } = hop;
        const mtls = hop.service && serverMtls(context, hop.service);
        const end = mtls?.mode === 'STRICT' ? hopEnd(hop) : undefined;
        if (!mtls || !end || end.servers.length === 0 || !end.servers.every(isPlain)) continue;
        const { service, port } = end;
        // TLS towards a server without is told as a hop that cannot work.
        const mode = text(tlsTowards(rules.get(host) ?? [], text(destination.subset), port)?.mode);
        if (mode !== '' && mode !== 'DISABLE') continue;
        context.report({
          resource: virtualService,
          path,
          message: `The hop to ${service.name}.${service.namespace}:${port} is plain text: PeerAuthentication ${fullName(mtls.policy)} demands mTLS, which servers of a gateway know nothing of; make the server HTTPS with ISTIO_MUTUAL, and so the DestinationRule`,
        });
      }
    }
  },
};

function isPlain(server: Fields): boolean {
  return isHttp(text(fields(server.port).protocol));
}
