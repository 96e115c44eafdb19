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

/** Destinations of the VirtualServices that were asked for, as one rule after the other wants them. */
const known = new WeakMap<Resource, Destinations>();

interface Destinations {
  readonly routes: readonly RouteDestination[];
  readonly mirrors: readonly RouteDestination[];
  readonly all: readonly RouteDestination[];
}

/** The destinations of routes, in Istio's order: tcp, tls, http; mirrors left out. */
export function routeDestinations(virtualService: Resource): readonly RouteDestination[] {
  return destinationsOf(virtualService).routes;
}

/** The destinations of `mirror` and `mirrors`. */
export function mirrorDestinations(virtualService: Resource): readonly RouteDestination[] {
  return destinationsOf(virtualService).mirrors;
}

/** All destinations: routes, then mirrors. */
export function allDestinations(virtualService: Resource): readonly RouteDestination[] {
  return destinationsOf(virtualService).all;
}

function destinationsOf(virtualService: Resource): Destinations {
  let found = known.get(virtualService);
  if (!found) {
    const routes: RouteDestination[] = [];
    const mirrors: RouteDestination[] = [];
    for (const family of ['tcp', 'tls', 'http'] as const) {
      objects(virtualService.spec[family]).forEach((one, rule) => {
        addRoutes(one, family, rule, routes);
        if (family === 'http') addMirrors(one, rule, mirrors);
      });
    }
    found = { routes, mirrors, all: mirrors.length > 0 ? [...routes, ...mirrors] : routes };
    known.set(virtualService, found);
  }
  return found;
}

function addRoutes({ route }: Fields, family: RouteDestination['family'], rule: number, to: RouteDestination[]): void {
  objects(route).forEach((one, i) => {
    const path = `spec.${family}[${rule}].route[${i}].destination.host`;
    to.push({ family, destination: fields(one.destination), path, isMirror: false, rule });
  });
}

function addMirrors({ mirror, mirrors }: Fields, rule: number, to: RouteDestination[]): void {
  const add = (destination: Fields, path: string) =>
    to.push({ family: 'http', destination, path: `spec.http[${rule}].${path}`, isMirror: true, rule });
  const single = maybe(mirror);
  if (single) add(single, 'mirror.host');
  objects(mirrors).forEach((one, i) => add(fields(one.destination), `mirrors[${i}].destination.host`));
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
