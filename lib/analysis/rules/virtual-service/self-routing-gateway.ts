import { boundGateways, gatewayName, matchesAt } from '../../model/gateway-names';
import { hostsAtGateway } from '../../model/hosts-at-gateway';
import { fields, maybe, number, objects, text } from '../../model/json';
import { GATEWAY, SERVICE, VIRTUAL_SERVICE } from '../../model/kinds';
import { selects, type Labels } from '../../model/labels';
import { fqdn, reference, serviceOf } from '../../model/names';
import type { Fields, Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'self-routing-gateway',
    codes: ['CIS0344'],
    level: 'error',
    description: 'A rule makes a gateway send requests to itself, where they meet the same rule again',
    kinds: [VIRTUAL_SERVICE, GATEWAY, SERVICE],
  },
  check(context) {
    for (const resource of context.ofKind(VIRTUAL_SERVICE)) {
      for (const name of boundGateways(resource)) {
        const target = reference(resource.namespace, name);
        const gateway = name === 'mesh' ? undefined : context.find(GATEWAY, target.namespace, target.name);
        if (gateway) checkGateway(context, resource, gateway, gatewayName(name, resource.namespace));
      }
    }
  },
};

function checkGateway(context: RuleContext, resource: Resource, gateway: Resource, name: string): void {
  if (hostsAtGateway(gateway, resource, context.snapshot.clusterDomain).length === 0) return;
  for (const family of ['http', 'tls', 'tcp'] as const) {
    const rules = objects(resource.spec[family]).map((one) => ({
      one,
      matches: matchesAt(one, resource.namespace, name),
    }));
    rules.forEach(({ one, matches }, i) => {
      const ports = new Set(
        objects(one.route).map((route) => ownPort(context, resource, gateway, fields(route.destination))),
      );
      const [port] = ports;
      // Changed on the way, a request may meet another rule.
      if (ports.size !== 1 || port === undefined || maybe(one.rewrite) || maybe(one.headers)) return;
      const fits = (match: Fields) => number(match.port) === 0 || number(match.port) === port;
      // What arrives there again may be for a rule before it.
      const isFirst = !rules.slice(0, i).some((earlier) => earlier.matches.some(fits));
      if (!isFirst || !matches.some(fits)) return;
      context.report({
        resource,
        path: `spec.${family}[${i}]`,
        message: `Gateway ${name} sends these requests to its own port ${port}, where this rule takes them again, without end; give the rule \`gateways: [mesh]\`, and the gateway a rule of its own`,
      });
    });
  }
}

/** The port of a server of the gateway that a destination leads back to. */
function ownPort({ find, snapshot }: RuleContext, { namespace }: Resource, gateway: Resource, destination: Fields) {
  const { clusterDomain } = snapshot;
  const name = serviceOf(fqdn(text(destination.host), namespace, clusterDomain), clusterDomain);
  const service = name && find(SERVICE, name.namespace, name.name);
  const selector = maybe(gateway.spec.selector);
  const labels = fields(service?.spec.selector);
  if (!service || !selector || Object.keys(labels).length === 0 || !selects(selector, labels as Labels))
    return undefined;
  const ports = objects(service.spec.ports).map(({ port }) => number(port));
  const port = maybe(destination.port)
    ? number(fields(destination.port).number)
    : ports.length === 1
      ? ports[0]
      : undefined;
  if (port === undefined || !ports.includes(port)) return undefined;
  return objects(gateway.spec.servers).some((server) => number(fields(server.port).number) === port) ? port : undefined;
}
