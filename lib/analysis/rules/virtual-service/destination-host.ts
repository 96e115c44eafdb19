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
      const judge: Judge = { context, lookup, hasHosts, isNew: onceAt() };
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
  /** The host that was looked up last: the parts of a split mostly have one. */
  last?: FoundHost;
}

interface FoundHost {
  readonly host: string;
  readonly known: KnownHost | undefined;
  readonly isMissing: boolean;
}

function checkDestination(judge: Judge, virtualService: Resource, one: RouteDestination): void {
  const { context, isNew } = judge;
  const host = hostOf(one.destination);
  if (judge.last?.host !== host) judge.last = findHost(judge, virtualService, host);
  const { known, isMissing } = judge.last;
  if (!known && !isMissing) return;
  const problem = known ? portProblem(known, one.destination) : missingHost(judge.hasHosts, one);
  if (problem && isNew(one, problem.message)) context.report({ resource: virtualService, path: one.path, ...problem });
}

type Problem = Pick<Report, 'code' | 'level' | 'message'>;

function findHost({ context, lookup }: Judge, { namespace, spec }: Resource, host: string): FoundHost {
  const known = lookup.find(namespace, spec.exportTo, host);
  return { host, known, isMissing: !known && isHostMissing(context, host, namespace) };
}

function missingHost(hasHosts: boolean, { destination, isMirror }: RouteDestination): Problem {
  const host = hostOf(destination);
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
