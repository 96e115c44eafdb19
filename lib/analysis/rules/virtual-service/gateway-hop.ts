import { hostMatches, parseGatewayHost } from '../../../mesh';
import { isUndefined, tlsTowards } from '../../model/client-tls';
import { gatewayHops, type GatewayHop } from '../../model/gateway-hops';
import { hopEnd } from '../../model/hop-end';
import { fields, maybe, text, texts } from '../../model/json';
import { DESTINATION_RULE, GATEWAY, SERVICE, VIRTUAL_SERVICE } from '../../model/kinds';
import { fqdn, groupBy } from '../../model/names';
import type { Fields, Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

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
      for (const hop of gatewayHops(context, virtualService)) checkHop(context, hop, rules.get(hop.host) ?? []);
    }
  },
};

function checkHop({ report }: RuleContext, hop: GatewayHop, rules: readonly Resource[]): void {
  const end = hopEnd(hop);
  if (!end) return;
  const { virtualService: resource, destination, path } = hop;
  const { service, port, servers } = end;
  const where = `${service.name}.${service.namespace}:${port}`;
  if (servers.length === 0) {
    const message = `No server of the Gateway listens for these hosts behind ${where}; route to a port that has one`;
    report({ resource, code: 'CIS0310', path, message });
    return;
  }
  if (isUndefined(rules, text(destination.subset))) return;
  const tls = tlsTowards(rules, text(destination.subset), port);
  const problems = servers.map((server) => tlsProblem(server, tls));
  const [problem] = problems;
  if (problem === undefined || problems.includes(undefined)) return;
  report({ resource, path, code: problem[0], message: `The hop to ${where}: ${problem[1]}` });
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
