import { admits, hostMatches, parseGatewayHost } from '../../../mesh';
import { isUndefined, tlsTowards } from '../../model/client-tls';
import { gatewayHops } from '../../model/gateway-hops';
import { fields, maybe, number, objects, text, texts } from '../../model/json';
import { DESTINATION_RULE, GATEWAY, SERVICE, VIRTUAL_SERVICE } from '../../model/kinds';
import { selects, type Labels } from '../../model/labels';
import { fqdn, groupBy } from '../../model/names';
import type { Fields, Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

interface Hop {
  readonly virtualService: Resource;
  readonly service: Resource;
  readonly gateways: readonly Resource[];
  readonly rules: readonly Resource[];
  readonly path: string;
  readonly destination: Fields;
}

export const rule: Rule = {
  meta: {
    id: 'gateway-hop',
    codes: ['CIS0310', 'CIS0311', 'CIS0312'],
    level: 'error',
    description: 'The hop from sidecars to a gateway ends at a port without server, or the two sides disagree on TLS',
    kinds: [VIRTUAL_SERVICE, GATEWAY, DESTINATION_RULE, SERVICE],
  },
  check(context) {
    const { clusterDomain } = context.snapshot;
    const rules = groupBy(context.ofKind(DESTINATION_RULE), ({ namespace, spec }) =>
      fqdn(text(spec.host), namespace, clusterDomain),
    );
    for (const virtualService of context.ofKind(VIRTUAL_SERVICE)) {
      for (const { service, host, ...hop } of gatewayHops(context, virtualService)) {
        if (!service) continue;
        const labels = fields(service.spec.selector) as Labels;
        const behind = hop.gateways.filter(({ spec }) => selects(spec.selector, labels));
        if (behind.length === 0) continue;
        checkHop(context, { ...hop, service, gateways: behind, rules: rules.get(host) ?? [] });
      }
    }
  },
};

function checkHop({ report }: RuleContext, hop: Hop): void {
  const { virtualService: resource, service, destination, path } = hop;
  const ports = objects(service.spec.ports);
  const given = maybe(destination.port);
  const port = given ? number(given.number) : ports.length === 1 ? number(ports[0]!.port) : undefined;
  // A port or subset that does not exist is told already, and says nothing of the hop.
  if (port === undefined || !ports.some((one) => number(one.port) === port)) return;
  const target = number(ports.find((one) => number(one.port) === port)?.targetPort);
  const servers = hop.gateways.flatMap((gateway) =>
    objects(gateway.spec.servers)
      .filter((server) => [port, target].includes(number(fields(server.port).number)))
      .filter((server) => admitsAny(server, gateway, resource)),
  );
  const where = `${service.name}.${service.namespace}:${port}`;
  if (servers.length === 0) {
    const message = `No server of the Gateway listens for these hosts behind ${where}; route to a port that has one`;
    report({ resource, code: 'CIS0310', path, message });
    return;
  }
  if (isUndefined(hop.rules, text(destination.subset))) return;
  const tls = tlsTowards(hop.rules, text(destination.subset), port);
  const problems = servers.map((server) => tlsProblem(server, tls));
  const [problem] = problems;
  if (problem === undefined || problems.includes(undefined)) return;
  report({ resource, path, code: problem[0], message: `The hop to ${where}: ${problem[1]}` });
}

function admitsAny(server: Fields, gateway: Resource, { namespace, spec }: Resource): boolean {
  return texts(server.hosts).some((entry) =>
    texts(spec.hosts).some((host) => admits(entry, gateway.namespace, namespace, host)),
  );
}

function tlsProblem(server: Fields, tls: Fields | undefined): readonly [code: string, problem: string] | undefined {
  const expected = text(fields(server.tls).mode);
  const mode = text(tls?.mode);
  if (expected === 'ISTIO_MUTUAL') {
    if (mode !== 'ISTIO_MUTUAL') {
      return [
        'CIS0311',
        `the gateway expects mTLS, and the DestinationRule sets ${mode || 'no TLS'}; set ISTIO_MUTUAL with the sni of the host`,
      ];
    }
    const sni = text(tls?.sni);
    const isServed = texts(server.hosts).some((entry) => hostMatches(parseGatewayHost(entry).host, sni));
    return sni === '' || isServed
      ? undefined
      : ['CIS0312', `sni "${sni}" is no host of the server; set it to the host of the route`];
  }
  const isPlain = !maybe(server.tls) || expected === '';
  if (!isPlain || mode === '' || mode === 'DISABLE') return undefined;
  return [
    'CIS0311',
    `the gateway expects plain HTTP, and the DestinationRule sets ${mode}; make the server HTTPS with ISTIO_MUTUAL`,
  ];
}
