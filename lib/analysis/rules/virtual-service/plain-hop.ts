import { admits } from '../../../mesh';
import { tlsTowards } from '../../model/client-tls';
import { gatewayHops, type GatewayHop } from '../../model/gateway-hops';
import { fields, maybe, number, objects, text, texts } from '../../model/json';
import { DESTINATION_RULE, GATEWAY, PEER_AUTHENTICATION, SERVICE, VIRTUAL_SERVICE } from '../../model/kinds';
import { selects, type Labels } from '../../model/labels';
import { fqdn, fullName, groupBy } from '../../model/names';
import { isHttp } from '../../model/protocols';
import { serverMtls } from '../../model/server-mtls';
import type { Fields, Resource } from '../../../snapshot';
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
        const { service, destination, path, host } = hop;
        const mtls = service && serverMtls(context, service);
        if (!service || mtls?.mode !== 'STRICT') continue;
        const port = portOf(service, destination);
        const servers = port === undefined ? [] : serversAt(hop, service, port);
        if (port === undefined || servers.length === 0 || !servers.every(isPlain)) continue;
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

function portOf(service: Resource, destination: Fields): number | undefined {
  const ports = objects(service.spec.ports).map((one) => number(one.port));
  const given = maybe(destination.port);
  const port = given ? number(given.number) : ports.length === 1 ? ports[0] : undefined;
  return port !== undefined && ports.includes(port) ? port : undefined;
}

/** The servers that the hop ends at. */
function serversAt({ gateways, virtualService }: GatewayHop, service: Resource, port: number): readonly Fields[] {
  const target = number(objects(service.spec.ports).find((one) => number(one.port) === port)?.targetPort);
  const { spec, namespace } = virtualService;
  return gateways
    .filter((one) => selects(one.spec.selector, fields(service.spec.selector) as Labels))
    .flatMap((gateway) =>
      objects(gateway.spec.servers)
        .filter((server) => [port, target].includes(number(fields(server.port).number)))
        .filter((server) =>
          texts(server.hosts).some((entry) =>
            texts(spec.hosts).some((host) => admits(entry, gateway.namespace, namespace, host)),
          ),
        ),
    );
}

function isPlain(server: Fields): boolean {
  return isHttp(text(fields(server.port).protocol));
}
