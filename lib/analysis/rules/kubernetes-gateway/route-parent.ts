import { hostsOverlap } from '../../../mesh';
import { fields, list, number, objects, text, texts } from '../../model/json';
import { KUBERNETES_GATEWAY, NAMESPACE, ROUTE_KINDS } from '../../model/kinds';
import { labelSelectorSelects } from '../../model/labels';
import { fullName } from '../../model/names';
import type { Fields, Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

const GROUP = 'gateway.networking.k8s.io';

export const rule: Rule = {
  meta: {
    id: 'route-parent',
    codes: ['CIS0530'],
    level: 'error',
    description: 'A route of the Gateway API is bound to a Gateway that does not exist or does not take it',
    kinds: [...ROUTE_KINDS, KUBERNETES_GATEWAY, NAMESPACE],
  },
  check(context) {
    // Without any Gateway among the manifests, whoever runs the cluster makes them elsewhere.
    const isTold = context.ofKind(KUBERNETES_GATEWAY).length > 0;
    for (const route of ROUTE_KINDS.flatMap((kind) => context.ofKind(kind))) {
      objects(route.spec.parentRefs).forEach((parent, i) => {
        const isGateway = (text(parent.group) || GROUP) === GROUP && (text(parent.kind) || 'Gateway') === 'Gateway';
        if (!isGateway) return;
        const path = `spec.parentRefs[${i}]`;
        const namespace = text(parent.namespace) || route.namespace;
        const name = text(parent.name);
        const gateway = context.find(KUBERNETES_GATEWAY, namespace, name);
        if (gateway) {
          const problem = problemOf(context, route, parent, gateway);
          if (problem) context.report({ resource: route, path: `${path}${problem.path}`, message: problem.message });
        } else if (isTold && context.isMissing(KUBERNETES_GATEWAY, namespace, name)) {
          context.report({
            resource: route,
            path: `${path}.name`,
            message: `Gateway ${fullName({ namespace, name })} does not exist, so the route gets no request; name one that does`,
          });
        }
      });
    }
  },
};

interface Problem {
  readonly path: string;
  readonly message: string;
}

/** Why none of the Gateway's listeners takes the route, in the order in which Istio looks. */
function problemOf(context: RuleContext, route: Resource, parent: Fields, gateway: Resource): Problem | undefined {
  const name = `Gateway ${fullName(gateway)}`;
  const [section, port] = [text(parent.sectionName), number(parent.port)];
  const listeners = objects(gateway.spec.listeners);
  const named = listeners.filter((one) => section === '' || text(one.name) === section);
  if (named.length === 0) {
    return { path: section === '' ? '' : '.sectionName', message: `${name} has no listener "${section}"` };
  }
  const onPort = named.filter((one) => port === 0 || number(one.port) === port);
  if (onPort.length === 0) return { path: '.port', message: `${name} has no such listener on port ${port}` };
  const open = onPort.filter((one) => admitsNamespace(context, one, gateway.namespace, route.namespace));
  if (open.length === 0) {
    const message = `${name} takes no routes from namespace ${route.namespace}; set allowedRoutes.namespaces there`;
    return { path: '.namespace', message };
  }
  const ofKind = open.filter((one) => admitsKind(one, route.kind));
  if (ofKind.length === 0) return { path: '.name', message: `${name} takes no ${route.kind} on such a listener` };
  const hosts = texts(route.spec.hostnames);
  const met = ofKind.some(({ hostname }) => {
    const own = text(hostname);
    return own === '' || hosts.length === 0 || hosts.some((host) => hostsOverlap(host, own));
  });
  if (met) return undefined;
  return { path: '.name', message: `${name} listens for none of the route's hostnames ${hosts.join(', ')}` };
}

function admitsNamespace({ find }: RuleContext, listener: Fields, own: string, from: string): boolean {
  const namespaces = fields(fields(listener.allowedRoutes).namespaces);
  const mode = text(namespaces.from) || 'Same';
  if (mode === 'Same') return own === from;
  if (mode !== 'Selector') return true;
  const namespace = find(NAMESPACE, '', from);
  // Labels of a namespace that is made elsewhere are not known.
  if (!namespace) return true;
  return labelSelectorSelects(namespaces.selector, {
    ...namespace.labels,
    // The API server writes this one.
    'kubernetes.io/metadata.name': from,
  });
}

/** Kinds that are named; otherwise the protocol decides. */
function admitsKind(listener: Fields, kind: string): boolean {
  const kinds = list(fields(listener.allowedRoutes).kinds).map((one) => text(fields(one).kind));
  if (kinds.length > 0) return kinds.includes(kind);
  switch (text(listener.protocol)) {
    case 'HTTP':
    case 'HTTPS':
      return kind === 'HTTPRoute' || kind === 'GRPCRoute';
    case 'TLS':
      return kind === 'TLSRoute' || kind === 'TCPRoute';
    case 'TCP':
      return kind === 'TCPRoute';
    default:
      return true;
  }
}
