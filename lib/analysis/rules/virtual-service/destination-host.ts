import { fields, maybe, number } from '../../model/json';
import { SERVICE, SERVICE_ENTRY, VIRTUAL_SERVICE } from '../../model/kinds';
import { hostOf, mirrorDestinations, onceAt, routeDestinations, type RouteDestination } from '../../model/destinations';
import { serviceLookup, type KnownHost, type ServiceLookup } from '../../model/service-lookup';
import { isHostMissing } from '../../model/host-missing';
import { declaresHosts } from '../../model/presence';
import type { Resource } from '../../../snapshot';
import type { Report, Rule, RuleContext } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'destination-host',
    codes: ['IST0101', 'IST0112', 'CIS0201'],
    level: 'error',
    description:
      'A VirtualService sends requests to a host or port that does not exist, or leaves open which port it means',
    kinds: [VIRTUAL_SERVICE, SERVICE, SERVICE_ENTRY],
    istioctl: 'virtualservice.DestinationHostAnalyzer',
  },
  check(context) {
    const lookup = serviceLookup(context);
    const hasHosts = declaresHosts(context);
    for (const virtualService of context.ofKind(VIRTUAL_SERVICE)) {
      const judge = { context, lookup, hasHosts, isNew: onceAt() };
      for (const one of routeDestinations(virtualService)) checkDestination(judge, virtualService, one);
      for (const one of mirrorDestinations(virtualService)) checkDestination(judge, virtualService, one);
    }
  },
};

interface Judge {
  readonly context: RuleContext;
  readonly lookup: ServiceLookup;
  /** Whether the input declares any host that somebody could have meant. */
  readonly hasHosts: boolean;
  /** Whether nothing like this was said of the VirtualService before. */
  readonly isNew: ReturnType<typeof onceAt>;
}

function checkDestination(judge: Judge, virtualService: Resource, one: RouteDestination): void {
  const { context, lookup, isNew } = judge;
  const host = hostOf(one.destination);
  const known = lookup.find(virtualService.namespace, virtualService.spec.exportTo, host);
  const problem = known ? portProblem(known, one.destination) : hostProblem(judge, virtualService, one);
  if (problem && isNew(one, problem.message)) context.report({ resource: virtualService, path: one.path, ...problem });
}

type Problem = Pick<Report, 'code' | 'level' | 'message'>;

function hostProblem(
  { context, hasHosts }: Judge,
  { namespace }: Resource,
  { destination, isMirror }: RouteDestination,
): Problem | undefined {
  const host = hostOf(destination);
  if (!isHostMissing(context, host, namespace)) return undefined;
  if (!hasHosts) {
    return {
      code: 'CIS0201',
      level: 'info',
      message: `Nobody can say whether host "${host}" exists: the input has no Service; check it together with the Services`,
    };
  }
  return {
    code: 'IST0101',
    message: `Referenced ${isMirror ? 'mirror host' : 'host'} not found: "${host}"; name a Service, or declare the host in a ServiceEntry that this namespace sees`,
  };
}

function portProblem({ ports }: KnownHost, destination: RouteDestination['destination']): Problem | undefined {
  const host = hostOf(destination);
  if (!maybe(destination.port)) {
    if (ports.length <= 1) return undefined;
    return {
      code: 'IST0112',
      message:
        `This VirtualService routes to a service "${host}" that exposes multiple ports [${ports.join(' ')}]. Specifying a port in ` +
        `the destination is required to disambiguate`,
    };
  }
  const port = number(fields(destination.port).number);
  if (ports.includes(port)) return undefined;
  return {
    code: 'IST0101',
    message: `Referenced host:port not found: "${host}:${port}"; the host has ${ports.length === 0 ? 'no ports' : `port ${ports.join(', ')}`}`,
  };
}
