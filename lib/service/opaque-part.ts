import type { Branch, RouteMatchProps } from '../routing';

const OPAQUE: ReadonlySet<string> = new Set<keyof RouteMatchProps>(['port', 'sourceLabels', 'sourceNamespace']);

/**
 * What is left of rules on the ports of a Service whose traffic the proxy does not see, where the rules are meant for its HTTP
 * ports as well: splits and conditions on the caller. Conditions on requests, copies and policy do not exist there.
 */
export function opaquePart(branches: readonly Branch[]): readonly Branch[] {
  return branches.filter(isPossible).map(({ match, destinations }) => ({
    ...(match ? { match } : {}),
    destinations: destinations.map(({ host, port, subset, weight }) => ({
      host,
      ...(port === undefined ? {} : { port }),
      ...(subset === undefined ? {} : { subset }),
      ...(weight === undefined ? {} : { weight }),
    })),
  }));
}

function isPossible({ match, destinations }: Branch): boolean {
  const fields = (match?.alternatives ?? []).flatMap((one) =>
    Object.entries(one).flatMap(([field, value]) => (value === undefined ? [] : [field])),
  );
  return destinations.length > 0 && fields.every((field) => OPAQUE.has(field));
}
