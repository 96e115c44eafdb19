import { isWhole } from '../../model/certainty';
import { generatedServices } from '../../model/generated-services';
import { fields, maybe, number, objects, text } from '../../model/json';
import { KUBERNETES_GATEWAY, REFERENCE_GRANT, ROUTE_KINDS, SERVICE } from '../../model/kinds';
import { fullName } from '../../model/names';
import type { Fields, Resource } from '../../../snapshot';
import type { Rule } from '../../rule';

const GROUP = 'gateway.networking.k8s.io';

export const rule: Rule = {
  meta: {
    id: 'route-backend',
    codes: ['CIS0531'],
    level: 'error',
    description:
      'A route of the Gateway API sends to a Service or port that does not exist, or that it may not refer to',
    kinds: [...ROUTE_KINDS, SERVICE, REFERENCE_GRANT, KUBERNETES_GATEWAY],
  },
  check(context) {
    const generated = generatedServices(context);
    // People check routes alone: without any Service none is missing.
    const areServicesHere = context.ofKind(SERVICE).length > 0;
    const grants = context.ofKind(REFERENCE_GRANT);
    for (const route of ROUTE_KINDS.flatMap((kind) => context.ofKind(kind))) {
      for (const [backend, path] of backendsOf(route)) {
        if (text(backend.group) !== '' || (text(backend.kind) || 'Service') !== 'Service') continue;
        const namespace = text(backend.namespace) || route.namespace;
        const name = text(backend.name);
        const service = context.find(SERVICE, namespace, name);
        const made = generated.get(`${namespace}/${name}`);
        if (!service && !made) {
          if (!areServicesHere || !context.isMissing(SERVICE, namespace, name)) continue;
          context.report({
            resource: route,
            path: `${path}.name`,
            message: `Service ${fullName({ namespace, name })} does not exist: ${lost(route)}; name one that does`,
          });
          continue;
        }
        const port = number(backend.port);
        const ports = service ? objects(service.spec.ports).map((one) => number(one.port)) : [...(made ?? [])];
        if (port !== 0 && !ports.includes(port)) {
          context.report({
            resource: route,
            path: `${path}.port`,
            message: `Service ${fullName({ namespace, name })} has no port ${port}; it has ${ports.join(', ') || 'none'}`,
          });
        }
        if (namespace === route.namespace || !isWhole(context, namespace)) continue;
        if (grants.some((grant) => grant.namespace === namespace && allows(grant, route, name))) continue;
        context.report({
          resource: route,
          path: `${path}.namespace`,
          message: `Namespace ${namespace} has no ReferenceGrant that lets a ${route.kind} of ${route.namespace} refer to Service ${name}; add one there`,
        });
      }
    }
  },
};

/** What becomes of what the backend should get. */
function lost({ kind }: Resource): string {
  return kind === 'HTTPRoute' || kind === 'GRPCRoute'
    ? 'its requests are answered with 500'
    : 'its connections are closed';
}

/** Backends of rules, and of mirrors. */
function backendsOf(route: Resource): readonly (readonly [Fields, string])[] {
  return objects(route.spec.rules).flatMap((one, i) => [
    ...objects(one.backendRefs).map((backend, j) => [backend, `spec.rules[${i}].backendRefs[${j}]`] as const),
    ...objects(one.filters).flatMap((filter, j) => {
      const mirror = maybe(fields(filter.requestMirror).backendRef);
      return mirror ? [[mirror, `spec.rules[${i}].filters[${j}].requestMirror.backendRef`] as const] : [];
    }),
  ]);
}

function allows({ spec }: Resource, route: Resource, name: string): boolean {
  const isFrom = objects(spec.from).some(
    (one) => text(one.group) === GROUP && text(one.kind) === route.kind && text(one.namespace) === route.namespace,
  );
  const isTo = objects(spec.to).some(
    (one) => text(one.group) === '' && text(one.kind) === 'Service' && ['', name].includes(text(one.name)),
  );
  return isFrom && isTo;
}
