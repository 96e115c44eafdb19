import { routeFamily } from '../../../mesh';
import { fields, number, objects, text } from '../../model/json';
import { AUTHORIZATION_POLICY, GATEWAY, INGRESS, KUBERNETES_GATEWAY, SERVICE, WORKLOAD_KINDS } from '../../model/kinds';
import { guardedServers, onPorts, seesRequests } from '../../model/policy-gateways';
import { isForHttp, portsOf } from '../../model/policy-rules';
import { workloadPorts } from '../../model/workload-ports';
import { workloadsOf } from '../../model/workloads';
import type { Fields, Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

/** What becomes of a rule with HTTP fields on a port without HTTP, by action. */
const EFFECT: Readonly<Record<string, string>> = {
  ALLOW: 'the rule never allows anything there',
  DENY: 'the fields are left out there and the rule denies whatever is left',
};

export const rule: Rule = {
  meta: {
    id: 'http-on-tcp',
    codes: ['CIS0442'],
    level: 'error',
    description: 'A policy asks for attributes of HTTP on ports where the proxy sees bytes alone',
    kinds: [AUTHORIZATION_POLICY, GATEWAY, INGRESS, KUBERNETES_GATEWAY, SERVICE, ...WORKLOAD_KINDS],
  },
  check(context) {
    for (const resource of context.ofKind(AUTHORIZATION_POLICY)) {
      const effect = EFFECT[text(resource.spec.action) || 'ALLOW'];
      if (effect === undefined) continue;
      objects(resource.spec.rules).forEach((one, i) => {
        if (!isForHttp(one)) return;
        const where = opaqueAt(context, resource, portsOf(one));
        if (where === undefined) return;
        context.report({
          resource,
          path: `spec.rules[${i}]`,
          ...(context.closed ? {} : { level: 'warning' }),
          message: `The rule asks for hosts, paths, methods or other attributes of HTTP, and ${where}, so ${effect}; ask for ports, callers or connection.sni instead`,
        });
      });
    }
  },
};

/** Why the proxy sees no request on any port that the rule is for; undefined where it may. */
function opaqueAt(context: RuleContext, policy: Resource, ports: readonly number[]): string | undefined {
  const servers = guardedServers(context, policy);
  if (servers.length > 0) {
    const meant = onPorts(context, servers, ports);
    const [first] = meant;
    const { port, tls } = first!.server;
    const mode = text(fields(tls).mode);
    const what = `${text(fields(port).protocol)}${mode === '' ? '' : ` ${mode}`}`;
    return meant.some(seesRequests) ? undefined : `port ${number(fields(port).number)} of the gateway is ${what}`;
  }
  const wanted = fields(fields(policy.spec.selector).matchLabels);
  return isApplication(context, policy.namespace, wanted)
    ? opaqueBehind(context, policy.namespace, wanted, ports)
    : undefined;
}

/** Whether pods with a sidecar are selected: the Services of a gateway say nothing of what it takes the connections for. */
function isApplication(context: RuleContext, namespace: string, wanted: Fields): boolean {
  const pods = workloadsOf(context).select(wanted, namespace);
  if (Object.keys(wanted).length === 0 || pods.length === 0) return false;
  return pods.every(({ spec }) =>
    objects(spec.containers).some(({ name, image }) => text(name) !== 'istio-proxy' && text(image) !== 'auto'),
  );
}

function opaqueBehind(
  context: RuleContext,
  namespace: string,
  wanted: Fields,
  ports: readonly number[],
): string | undefined {
  const { opened, isKnown } = workloadPorts(context, namespace, wanted);
  const meant = ports.length > 0 ? ports : [...opened.keys()];
  if (!isKnown || meant.length === 0) return undefined;
  const declared = meant.map((port) => [...(opened.get(port) ?? [])]);
  const isOpaque = declared.every(
    (all) => all.length > 0 && all.every((one) => one !== undefined && routeFamily(one) !== 'http'),
  );
  if (!isOpaque) return undefined;
  const named = meant.map((port, i) => `${port} (${declared[i]![0]!})`).join(', ');
  return `port ${named} of the workloads is no HTTP`;
}
