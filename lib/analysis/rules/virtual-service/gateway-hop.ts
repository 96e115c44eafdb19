import { admits, hostMatches, parseGatewayHost } from '../../../mesh';
import { isUndefined, tlsTowards } from '../../model/client-tls';
import { hostOf, routeDestinations, type RouteDestination } from '../../model/destinations';
import { fields, maybe, number, objects, text, texts } from '../../model/json';
import { DESTINATION_RULE, GATEWAY, SERVICE, VIRTUAL_SERVICE } from '../../model/kinds';
import { selects, type Labels } from '../../model/labels';
import { fqdn, groupBy, reference, serviceOf } from '../../model/names';
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
      const gateways = gatewaysOf(context, virtualService);
      if (gateways.length === 0 || !texts(virtualService.spec.gateways).includes('mesh')) continue;
      for (const one of routeDestinations(virtualService)) {
        if (!isFirstHop(virtualService, one)) continue;
        const host = fqdn(hostOf(one.destination), virtualService.namespace, clusterDomain);
        const name = serviceOf(host, clusterDomain);
        const service = name && context.find(SERVICE, name.namespace, name.name);
        if (!service) continue;
        const labels = fields(service.spec.selector) as Labels;
        const behind = gateways.filter(({ spec }) => selects(spec.selector, labels));
        if (behind.length === 0) continue;
        checkHop(context, { ...one, virtualService, service, gateways: behind, rules: rules.get(host) ?? [] });
      }
    }
  },
};

function gatewaysOf({ find }: RuleContext, { namespace, spec }: Resource): Resource[] {
  return texts(spec.gateways).flatMap((name) => {
    const target = reference(namespace, name);
    const gateway = name === 'mesh' ? undefined : find(GATEWAY, target.namespace, target.name);
    return gateway ? [gateway] : [];
  });
}

/** Whether sidecars alone take the rule. */
function isFirstHop({ spec }: Resource, { family, rule }: RouteDestination): boolean {
  const matches = objects(objects(spec[family])[rule]?.match);
  return (
    matches.length > 0 &&
    matches.every(({ gateways }) => texts(gateways).length > 0 && texts(gateways).every((one) => one === 'mesh'))
  );
}

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
