/** Where the rules of a VirtualService send requests. */
import type { Fields, Resource } from '../../snapshot';
import { fields, maybe, objects, text } from './json';

/** One `destination` of a VirtualService. */
export interface RouteDestination {
  readonly family: 'http' | 'tls' | 'tcp';
  readonly destination: Fields;
  /** Path of the destination's host, as the manifest has it. */
  readonly path: string;
  readonly isMirror: boolean;
  /** Index of the rule within its family. */
  readonly rule: number;
}

/** The destinations of routes, in Istio's order: tcp, tls, http; mirrors left out. */
export function routeDestinations(virtualService: Resource): readonly RouteDestination[] {
  return (['tcp', 'tls', 'http'] as const).flatMap((family) =>
    objects(virtualService.spec[family]).flatMap((rule, i) =>
      objects(rule.route).map((route, j) => ({
        family,
        destination: fields(route.destination),
        path: `spec.${family}[${i}].route[${j}].destination.host`,
        isMirror: false,
        rule: i,
      })),
    ),
  );
}

/** The destinations of `mirror` and `mirrors`. */
export function mirrorDestinations(virtualService: Resource): readonly RouteDestination[] {
  return objects(virtualService.spec.http).flatMap((rule, i) => {
    const mirror = maybe(rule.mirror);
    const found: RouteDestination[] = mirror ? [at(mirror, `spec.http[${i}].mirror.host`, i)] : [];
    objects(rule.mirrors).forEach((one, j) =>
      found.push(at(fields(one.destination), `spec.http[${i}].mirrors[${j}].destination.host`, i)),
    );
    return found;
  });
}

function at(destination: Fields, path: string, rule: number): RouteDestination {
  return { family: 'http', destination, path, isMirror: true, rule };
}

/** All destinations: routes, then mirrors. */
export function allDestinations(virtualService: Resource): readonly RouteDestination[] {
  return [...routeDestinations(virtualService), ...mirrorDestinations(virtualService)];
}

/** The host of a destination. */
export function hostOf(destination: Fields): string {
  return text(destination.host);
}

/** Lets each report of a VirtualService pass once: Istio knows no line of what `mirrors` names, nor of a host that is not written. */
export function onceAt(): (one: RouteDestination, message: string) => boolean {
  const told = new Set<string>();
  return ({ path, destination }, message) => {
    const hasLine = !path.includes('.mirrors[') && destination.host !== undefined;
    const key = `${hasLine ? path : ''} ${message}`;
    if (told.has(key)) return false;
    told.add(key);
    return true;
  };
}
