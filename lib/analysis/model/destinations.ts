/** Where the rules of a VirtualService send requests. */
import type { Fields, Resource } from '../../snapshot';
import { fields, maybe, objects, text } from './json';

/** One `destination` of a VirtualService. */
export class RouteDestination {
  /** @param part where in the rule the destination stands */
  constructor(
    public readonly family: 'http' | 'tls' | 'tcp',
    /** Index of the rule within its family. */
    public readonly rule: number,
    private readonly part: 'route' | 'mirror' | 'mirrors',
    private readonly index: number,
    public readonly destination: Fields,
  ) {}

  public get isMirror(): boolean {
    return this.part !== 'route';
  }

  /** Path of the destination's host, as the manifest has it; few destinations are asked for it. */
  public get path(): string {
    const rule = `spec.${this.family}[${this.rule}]`;
    return this.part === 'mirror' ? `${rule}.mirror.host` : `${rule}.${this.part}[${this.index}].destination.host`;
  }
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
  objects(route).forEach(({ destination }, i) =>
    to.push(new RouteDestination(family, rule, 'route', i, fields(destination))),
  );
}

function addMirrors({ mirror, mirrors }: Fields, rule: number, to: RouteDestination[]): void {
  const single = maybe(mirror);
  if (single) to.push(new RouteDestination('http', rule, 'mirror', 0, single));
  objects(mirrors).forEach(({ destination }, i) =>
    to.push(new RouteDestination('http', rule, 'mirrors', i, fields(destination))),
  );
}

/** The host of a destination. */
export function hostOf(destination: Fields): string {
  return text(destination.host);
}

/** Lets each report of a VirtualService pass once: Istio knows no line of what `mirrors` names, nor of a host that is not written. */
export function onceAt(): (one: RouteDestination, message: string) => boolean {
  // Most VirtualServices have nothing to be told of.
  let told: Set<string> | undefined;
  return ({ path, destination }, message) => {
    const hasLine = !path.includes('.mirrors[') && destination.host !== undefined;
    const key = `${hasLine ? path : ''} ${message}`;
    told ??= new Set();
    if (told.has(key)) return false;
    told.add(key);
    return true;
  };
}
