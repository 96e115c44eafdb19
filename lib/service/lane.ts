import { protocolOf, routeFamily, type IServicePort, type RouteFamily } from '../mesh';
import { RouteMatch } from '../routing';
import { MESH } from '../routing/rule';
import type { EdgeBinding } from './edge';
import { RouteSide } from './rule';

/** Rules of one VirtualService for requests that reach the same port on the same proxies. */
export interface Lane {
  /** Port of the Service that the requests are for. */
  readonly port: IServicePort;
  readonly family: RouteFamily;
  readonly sides: readonly RouteSide[];
  /** Gateways, and `mesh`, that the lane is for; undefined where only the mesh is. */
  readonly gateways?: readonly string[];
  /** Whether each rule of the lane names them, because other lanes have others. */
  readonly bind: boolean;
  /** Port that a request must address. @default - any */
  readonly matchPort?: number;
  /** Tells the lane's rules from those of the other lanes that have the same names. @default - there is one HTTP lane only */
  readonly suffix?: string;
}

/** What the lanes follow from. */
export interface LaneRequest {
  readonly ports: readonly IServicePort[];
  readonly mesh: boolean;
  readonly edge?: EdgeBinding;
  /** The Service port behind the edge. */
  readonly edgePort?: IServicePort;
}

/**
 * One lane for each port of the Service, because a VirtualService that has rules for one HTTP port only answers 404 on the
 * others. The edge has its own lane, unless one HTTP rule can serve both sides.
 */
export function lanesOf({ ports, mesh, edge, edgePort }: LaneRequest): readonly Lane[] {
  const refs = edge?.gateways.map((gateway) => gateway.reference) ?? [];
  const lanes: Lane[] = [];
  const [only] = ports;
  if (mesh && edge && edgePort && ports.length === 1 && only && familyOf(only) === 'http') {
    const sides = [RouteSide.MESH, RouteSide.EDGE];
    return [{ port: only, family: 'http', sides, gateways: [...refs, MESH], bind: false }];
  }
  if (mesh) {
    for (const port of ports) {
      const family = familyOf(port);
      const named = ports.length > 1 || (edge !== undefined && family !== 'http');
      lanes.push({
        port,
        family,
        sides: [RouteSide.MESH],
        ...(edge ? { gateways: [MESH] } : {}),
        bind: edge !== undefined,
        ...(named ? { matchPort: port.port } : {}),
      });
    }
  }
  if (edge && edgePort) {
    lanes.push({
      port: edgePort,
      family: familyOf(edgePort),
      sides: [RouteSide.EDGE],
      gateways: refs,
      bind: mesh,
      ...(edge.port === undefined ? {} : { matchPort: edge.port }),
    });
  }
  const several = lanes.filter((lane) => lane.family === 'http').length > 1;
  return several ? lanes.map((lane) => ({ ...lane, suffix: suffixOf(lane) })) : lanes;
}

/** The lane of a VirtualService that others delegate to: whoever does decides about gateways and hosts. */
export function delegatedLane(port: IServicePort): Lane {
  return { port, family: 'http', sides: [RouteSide.MESH, RouteSide.EDGE], bind: false };
}

/** Rollout controllers take the first rule of a name only, and access logs should tell rules apart. */
function suffixOf({ port, sides }: Lane): string {
  return sides.includes(RouteSide.MESH) ? String(port.port) : RouteSide.EDGE;
}

/** Name of a rule in a lane. */
export function nameIn(suffix: string | undefined, name: string): string {
  return suffix === undefined ? name : `${name}-${suffix}`;
}

/**
 * A match as it reads within a lane, where the port goes without saying; undefined where each of its alternatives is about
 * another port.
 */
export function matchIn({ matchPort }: Lane, match: RouteMatch): RouteMatch | undefined {
  if (matchPort === undefined || match.alternatives.every(({ port }) => port === undefined)) return match;
  const possible = match.alternatives.filter(({ port }) => port === undefined || port === matchPort);
  const portless = possible.map(({ port: _, ...rest }) => rest);
  if (portless.some((one) => Object.keys(one).length === 0)) return RouteMatch.all();
  return portless.length === 0 ? undefined : RouteMatch.anyOf(...portless.map((one) => RouteMatch.of(one)));
}

/** Ports that declare nothing count as HTTP, which is what most of them turn out to be. */
function familyOf(port: IServicePort): RouteFamily {
  const protocol = protocolOf(port);
  return protocol === undefined ? 'http' : routeFamily(protocol);
}
