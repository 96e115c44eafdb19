/** Where sidecars are told to send a host's requests to a gateway instead of to the host. */
import type { Fields, Resource } from '../../snapshot';
import type { RuleContext } from '../rule';
import { hostOf, routeDestinations, type RouteDestination } from './destinations';
import { objects, texts } from './json';
import { GATEWAY, SERVICE } from './kinds';
import { fqdn, reference, serviceOf } from './names';

/** The first hop: from sidecars to a Service in front of a gateway. */
export interface GatewayHop extends Pick<RouteDestination, 'family' | 'rule' | 'destination' | 'path'> {
  readonly virtualService: Resource;
  /** The Gateways that the VirtualService is bound to, as far as they are there. */
  readonly gateways: readonly Resource[];
  /** Full host of the Service. */
  readonly host: string;
  /** The Service, where it is there. */
  readonly service: Resource | undefined;
}

/** The hops of a VirtualService that is for the mesh and for a gateway. Reads Gateway and Service. */
export function gatewayHops(context: RuleContext, virtualService: Resource): readonly GatewayHop[] {
  const { namespace, spec } = virtualService;
  const { clusterDomain } = context.snapshot;
  const gateways = gatewaysOf(context, virtualService);
  if (gateways.length === 0 || !texts(spec.gateways).includes('mesh')) return [];
  const own = texts(spec.hosts).map((host) => fqdn(host, namespace, clusterDomain));
  return routeDestinations(virtualService)
    .filter((one) => isFirstHop(spec, one))
    .flatMap((one): GatewayHop[] => {
      const host = fqdn(hostOf(one.destination), namespace, clusterDomain);
      const id = serviceOf(host, clusterDomain);
      if (!id || own.includes(host)) return [];
      const service = context.find(SERVICE, id.namespace, id.name);
      const { family, rule, destination, path } = one;
      return [{ family, rule, destination, path, virtualService, gateways, host, service }];
    });
}

function gatewaysOf({ find }: RuleContext, { namespace, spec }: Resource): Resource[] {
  return texts(spec.gateways).flatMap((name) => {
    const target = reference(namespace, name);
    const gateway = name === 'mesh' ? undefined : find(GATEWAY, target.namespace, target.name);
    return gateway ? [gateway] : [];
  });
}

/** Whether sidecars alone take the rule. */
function isFirstHop(spec: Fields, { family, rule }: RouteDestination): boolean {
  const matches = objects(objects(spec[family])[rule]?.match);
  return (
    matches.length > 0 &&
    matches.every(({ gateways }) => texts(gateways).length > 0 && texts(gateways).every((one) => one === 'mesh'))
  );
}
