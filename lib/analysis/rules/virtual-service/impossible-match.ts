import { hostMatches, isWildcard } from '../../../mesh';
import { isWhole } from '../../model/certainty';
import { boundGateways, withGatewayNames } from '../../model/gateway-names';
import { declaredHosts } from '../../model/host-scopes';
import { fields, isFields, number, objects, text, texts } from '../../model/json';
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
    const ports = new KnownPorts(context);
    for (const resource of context.ofKind(VIRTUAL_SERVICE)) {
      for (const family of ['http', 'tls', 'tcp'] as const) {
        objects(resource.spec[family]).forEach((rule, i) =>
          objects(rule.match).forEach((match, j) => {
            const problem =
              (family === 'http' ? (impossibleOf(match) ?? authorityProblem(context, resource, match)) : undefined) ??
              portProblem(ports, resource, match);
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
  if (typeof exact !== 'string' || exact === '') return undefined;
  const hosts = texts(spec.hosts).map((host) => fqdn(host, namespace, snapshot.clusterDomain).toLowerCase());
  if (hosts.length === 0) return undefined;
  const name = exact.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
  const mayBe = (host: string) =>
    hostMatches(host, name) || name.endsWith(`.${host}`) || serviceOf(host, snapshot.clusterDomain) !== undefined;
  if (/^[\d.]+$|:/.test(name) || hosts.some(mayBe)) return undefined;
  return { path: 'authority.exact', why: `the VirtualService is not for "${exact}"; add it to spec.hosts` };
}

/** A port on which none of the proxies that take the match has the hosts. */
function portProblem(known: KnownPorts, resource: Resource, match: Fields) {
  const port = number(match.port);
  if (port === 0) return undefined;
  const own = texts(withGatewayNames(match, resource.namespace).gateways);
  const bound = boundGateways(resource);
  // What is for gateways that the VirtualService is not bound to is told as such.
  const asked = own.length === 0 ? bound : own.filter((one) => bound.includes(one));
  const ports = asked.map((name) => (name === 'mesh' ? known.inMesh(resource) : known.atGateway(name)));
  if (asked.length === 0 || !ports.every((one) => one !== undefined && one.size > 0 && !one.has(port)))
    return undefined;
  const others = [...new Set(ports.flatMap((one) => [...(one ?? [])]))].sort((a, b) => a - b);
  const shown = others.length > 5 ? `${others.slice(0, 5).join(', ')} and others` : others.join(', ');
  return {
    path: 'port',
    why: `nothing takes requests for these hosts on port ${port}, but on ${shown}; correct the port`,
  };
}

/** The ports on which proxies take requests. */
class KnownPorts {
  private readonly gateways = new Map<string, ReadonlySet<number> | undefined>();
  private readonly declared: ReturnType<typeof declaredHosts>;
  private readonly isMeshKnown: boolean;

  constructor(private readonly context: RuleContext) {
    this.declared = declaredHosts(context);
    const sidecars = context.ofKind(SIDECAR);
    // A Sidecar may take hosts on a port of its own, and wildcards declare more hosts than they name.
    const hasOwnPort = sidecars.some(({ spec }) => objects(spec.egress).some(({ port }) => isFields(port)));
    this.isMeshKnown = !hasOwnPort && ![...this.declared.keys()].some(isWildcard);
  }

  /** Those of a Gateway's servers; undefined where it is not there. */
  public atGateway(name: string): ReadonlySet<number> | undefined {
    if (!this.gateways.has(name)) {
      const target = reference('', name);
      const gateway = this.context.find(GATEWAY, target.namespace, target.name);
      const ports = objects(gateway?.spec.servers).map(({ port }) => number(fields(port).number));
      this.gateways.set(name, gateway && new Set(ports));
    }
    return this.gateways.get(name);
  }

  /** Those of the hosts, where all that declares them is known. */
  public inMesh({ spec, namespace }: Resource): ReadonlySet<number> | undefined {
    const hosts = texts(spec.hosts).map((host) => fqdn(host, namespace, this.context.snapshot.clusterDomain));
    if (!this.isMeshKnown || hosts.length === 0 || hosts.some(isWildcard)) return undefined;
    const found = new Set<number>();
    for (const host of hosts) {
      const by = this.declared.get(host)?.by ?? [];
      // A ServiceEntry of another owner may add ports.
      const isKnown = by.every((one) => one.kind === SERVICE || isWhole(this.context, one.namespace));
      if (by.length === 0 || !isKnown) return undefined;
      for (const { kind, spec: of } of by) {
        for (const one of objects(of.ports)) found.add(number(kind === SERVICE ? one.port : one.number));
      }
    }
    return found;
  }
}
