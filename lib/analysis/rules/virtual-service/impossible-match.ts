import { hostMatches } from '../../../mesh';
import { isWhole } from '../../model/certainty';
import { boundGateways, withGatewayNames } from '../../model/gateway-names';
import { declaredHosts } from '../../model/host-scopes';
import { fields, isFields, list, number, objects, text, texts } from '../../model/json';
import { GATEWAY, SERVICE, SERVICE_ENTRY, SIDECAR, VIRTUAL_SERVICE } from '../../model/kinds';
import { impossibleOf } from '../../model/match-impossible';
import { fqdn, reference, serviceOf } from '../../model/names';
import type { Fields, Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'impossible-match',
    codes: ['CIS0357'],
    level: 'warning',
    description: 'A match of a VirtualService asks for what no request has',
    kinds: [VIRTUAL_SERVICE, GATEWAY, SERVICE, SERVICE_ENTRY, SIDECAR],
  },
  check(context) {
    for (const resource of context.ofKind(VIRTUAL_SERVICE)) {
      for (const family of ['http', 'tls', 'tcp'] as const) {
        objects(resource.spec[family]).forEach((rule, i) =>
          objects(rule.match).forEach((match, j) => {
            const problem =
              (family === 'http' ? (impossibleOf(match) ?? authorityProblem(context, resource, match)) : undefined) ??
              portProblem(context, resource, match);
            if (!problem) return;
            const { path, why } = problem;
            const name = family === 'http' && text(rule.name) !== '' ? `"${text(rule.name)}"` : `#${i}`;
            context.report({
              resource,
              path: `spec.${family}[${i}].match[${j}].${path}`,
              message: `Match ${j} of rule ${name} never matches: ${why}`,
            });
          }),
        );
      }
    }
  },
};

/** An authority that is no name of the VirtualService; Services have more names than their host. */
function authorityProblem({ snapshot }: RuleContext, { spec, namespace }: Resource, { authority }: Fields) {
  const { exact } = fields(authority);
  const hosts = texts(spec.hosts).map((host) => fqdn(host, namespace, snapshot.clusterDomain).toLowerCase());
  if (typeof exact !== 'string' || exact === '' || hosts.length === 0) return undefined;
  const name = exact.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
  const mayBe = (host: string) =>
    hostMatches(host, name) || name.endsWith(`.${host}`) || serviceOf(host, snapshot.clusterDomain) !== undefined;
  if (/^[\d.]+$|:/.test(name) || hosts.some(mayBe)) return undefined;
  return { path: 'authority.exact', why: `the VirtualService is not for "${exact}"; add it to spec.hosts` };
}

/** A port on which none of the proxies that take the match has the hosts. */
function portProblem(context: RuleContext, resource: Resource, match: Fields) {
  const port = number(match.port);
  const own = texts(withGatewayNames(match, resource.namespace).gateways);
  const bound = boundGateways(resource);
  // What is for gateways that the VirtualService is not bound to is told as such.
  const asked = own.length === 0 ? bound : own.filter((one) => bound.includes(one));
  if (port === 0 || asked.length === 0) return undefined;
  const ports = asked.map((name) => (name === 'mesh' ? meshPorts(context, resource) : gatewayPorts(context, name)));
  if (!ports.every((one) => one !== undefined && one.length > 0 && !one.includes(port))) return undefined;
  const known = [...new Set(ports.flatMap((one) => one ?? []))].sort((a, b) => a - b);
  return {
    path: 'port',
    why: `nothing takes requests for these hosts on port ${port}, but on ${known.join(', ')}; correct the port`,
  };
}

function gatewayPorts({ find }: RuleContext, name: string): readonly number[] | undefined {
  const target = reference('', name);
  const gateway = find(GATEWAY, target.namespace, target.name);
  return gateway && objects(gateway.spec.servers).map(({ port }) => number(fields(port).number));
}

/** The ports of the hosts, where all that declares them is known. */
function meshPorts(context: RuleContext, { spec, namespace }: Resource): readonly number[] | undefined {
  const declared = declaredHosts(context);
  const hosts = texts(spec.hosts).map((host) => fqdn(host, namespace, context.snapshot.clusterDomain));
  // A wildcard stands for hosts that are declared elsewhere, and wildcards declare more hosts than they name.
  if (list(spec.hosts).length === 0 || [...hosts, ...declared.keys()].some((host) => host.startsWith('*')))
    return undefined;
  // A Sidecar may take the hosts on a port of its own.
  if (context.ofKind(SIDECAR).some((one) => objects(one.spec.egress).some(({ port }) => isFields(port))))
    return undefined;
  const found: number[] = [];
  for (const host of hosts) {
    const by = declared.get(host)?.by ?? [];
    if (by.length === 0) return undefined;
    // A ServiceEntry of another owner may add ports.
    if (!by.every((one) => one.kind === SERVICE || isWhole(context, one.namespace))) return undefined;
    for (const { kind, spec: of } of by) {
      found.push(...objects(of.ports).map((one) => number(kind === SERVICE ? one.port : one.number)));
    }
  }
  return found;
}
