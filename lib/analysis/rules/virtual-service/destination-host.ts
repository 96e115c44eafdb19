import { fields, maybe, number } from '../../model/json';
import { SERVICE, SERVICE_ENTRY, VIRTUAL_SERVICE } from '../../model/kinds';
import { hostOf, mirrorDestinations, routeDestinations, type RouteDestination } from '../../model/destinations';
import { serviceLookup, type KnownHost, type ServiceLookup } from '../../model/service-lookup';
import { isHostMissing } from '../../model/host-missing';
import { declaresHosts } from '../../model/presence';
import type { Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

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
    const judge = { context, lookup, hasHosts };
    for (const virtualService of context.ofKind(VIRTUAL_SERVICE)) {
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
}

function checkDestination(
  { context, lookup, hasHosts }: Judge,
  virtualService: Resource,
  { destination, path, isMirror }: RouteDestination,
): void {
  const host = hostOf(destination);
  const known = lookup.find(virtualService.namespace, virtualService.spec.exportTo, host);
  if (!known) {
    if (!isHostMissing(context, host, virtualService.namespace)) return;
    if (!hasHosts) {
      context.report({
        resource: virtualService,
        code: 'CIS0201',
        level: 'info',
        path,
        message: `Nobody can say whether host "${host}" exists: the input has no Service; check it together with the Services`,
      });
      return;
    }
    const what = isMirror ? 'mirror host' : 'host';
    context.report({
      resource: virtualService,
      code: 'IST0101',
      path,
      message: `Referenced ${what} not found: "${host}"; name a Service, or declare the host in a ServiceEntry that this namespace sees`,
    });
    return;
  }
  checkPort(context, virtualService, known, destination, path);
}

function checkPort(
  context: RuleContext,
  virtualService: Resource,
  { ports }: KnownHost,
  destination: Readonly<Record<string, unknown>>,
  path: string,
): void {
  const host = hostOf(destination);
  if (!maybe(destination.port)) {
    if (ports.length <= 1) return;
    context.report({
      resource: virtualService,
      code: 'IST0112',
      path,
      message:
        `This VirtualService routes to a service "${host}" that exposes multiple ports [${ports.join(' ')}]. Specifying a port in ` +
        `the destination is required to disambiguate`,
    });
    return;
  }
  const port = number(fields(destination.port).number);
  if (ports.includes(port)) return;
  context.report({
    resource: virtualService,
    code: 'IST0101',
    path,
    message: `Referenced host:port not found: "${host}:${port}"; the host has ${ports.length === 0 ? 'no ports' : `port ${ports.join(', ')}`}`,
  });
}
