import { admits, HostIndex, parseGatewayHost } from '../../../mesh';
import { boundGateways, gatewayName } from '../../model/gateway-names';
import { fields, list, number, objects, text, texts } from '../../model/json';
import { GATEWAY, VIRTUAL_SERVICE } from '../../model/kinds';
import { fqdn, fullName, groupBy } from '../../model/names';
import { familyOf, hasRuleFor } from '../../model/server-rules';
import type { Fields, Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'server-without-rule',
    codes: ['CIS0356'],
    level: 'error',
    description: 'A VirtualService is bound to a Gateway, and none of its rules is for a server that takes its host',
    kinds: [VIRTUAL_SERVICE, GATEWAY],
  },
  check(context) {
    const byGateway = virtualServicesByGateway(context);
    for (const gateway of context.ofKind(GATEWAY)) {
      const bound = byGateway.get(fullName(gateway));
      if (!bound) continue;
      const servers = objects(gateway.spec.servers);
      // Of servers that claim one host on one port, only one is there (CIS0546): it may be any of them.
      const byPort = groupBy(servers, portOf);
      const sharing = new Map([...byPort].map(([port, all]) => [port, onePerFamily(all)]));
      servers.forEach((server, i) =>
        checkServer(context, { gateway, server, sharing: sharing.get(portOf(server))! }, i, bound),
      );
    }
  },
};

interface Served {
  readonly gateway: Resource;
  readonly server: Fields;
  /** Servers on its port, one of each kind of rules. */
  readonly sharing: readonly Fields[];
}

function onePerFamily(servers: readonly Fields[]): readonly Fields[] {
  return [...new Map(servers.map((one) => [familyOf(one), one])).values()];
}

function checkServer(
  context: RuleContext,
  { gateway, server, sharing }: Served,
  index: number,
  bound: HostIndex<Resource>,
): void {
  const family = familyOf(server);
  const lost = new Map<Resource, string[]>();
  for (const entry of texts(server.hosts)) {
    const { namespace, host } = parseGatewayHost(entry);
    const from = namespace === '.' ? gateway.namespace : namespace;
    const admitted = bound.overlapping(host).filter(({ value }) => from === '*' || from === value.namespace);
    // One that has a rule for the server makes it worth its while, whatever others are for.
    const isServed = admitted.some(({ value }) => sharing.some((one) => hasRuleFor(value, gateway, one, host)));
    if (admitted.length === 0 || isServed) continue;
    for (const { value, host: own } of admitted) lost.set(value, [...(lost.get(value) ?? []), own]);
  }
  for (const [resource, hosts] of lost) {
    const { port, tls } = server;
    const mode = text(fields(tls).mode);
    const what = `${text(fields(port).protocol)} on port ${portOf(server)}${mode === '' ? '' : `, ${mode}`}`;
    const names = [...new Set(hosts)].sort().join(', ');
    context.report({
      resource,
      // Another VirtualService for the host may be elsewhere, and one that another server takes may be meant for that one.
      ...(context.closed && !isTaken(resource, gateway) ? {} : { level: 'warning' }),
      path: pathOf(resource, gateway),
      message: `Server ${index} of Gateway ${fullName(gateway)} (${what}) takes ${family} rules, and none here is for it, so requests for "${names}" end there; add one, or correct port or gateways of its match`,
    });
  }
}

/** Whether some server has a rule of the VirtualService. */
function isTaken(resource: Resource, gateway: Resource): boolean {
  return objects(gateway.spec.servers).some(
    (server) =>
      familyOf(server) !== undefined &&
      texts(server.hosts).some((entry) => {
        const { host } = parseGatewayHost(entry);
        const isFor = texts(resource.spec.hosts).some((own) =>
          admits(entry, gateway.namespace, resource.namespace, own),
        );
        return isFor && hasRuleFor(resource, gateway, server, host);
      }),
  );
}

function portOf({ port }: Fields): string {
  return String(number(fields(port).number));
}

function virtualServicesByGateway({ ofKind, snapshot }: RuleContext): ReadonlyMap<string, HostIndex<Resource>> {
  const found = new Map<string, HostIndex<Resource>>();
  for (const one of ofKind(VIRTUAL_SERVICE)) {
    // What has no rules at all is refused, and told as that.
    if (['http', 'tls', 'tcp'].every((family) => list(one.spec[family]).length === 0)) continue;
    for (const name of new Set(boundGateways(one))) {
      const index = found.get(name) ?? new HostIndex<Resource>();
      for (const host of texts(one.spec.hosts)) index.add(fqdn(host, one.namespace, snapshot.clusterDomain), one);
      found.set(name, index);
    }
  }
  return found;
}

function pathOf({ spec, namespace }: Resource, gateway: Resource): string {
  const index = texts(spec.gateways).findIndex((name) => gatewayName(name, namespace) === fullName(gateway));
  return `spec.gateways[${index}]`;
}
