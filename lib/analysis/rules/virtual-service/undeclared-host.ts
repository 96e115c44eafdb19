import { HostIndex } from '../../../mesh';
import { declaredHosts } from '../../model/host-scopes';
import { isHostMissing } from '../../model/host-missing';
import { number, objects, texts } from '../../model/json';
import { SERVICE, SERVICE_ENTRY, VIRTUAL_SERVICE } from '../../model/kinds';
import { fqdn } from '../../model/names';
import { declaresHosts } from '../../model/presence';
import { gatewaysOf } from '../../model/rule-proxies';
import type { Fields, Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

/** Hosts that no registry knows are put on this port. */
const HTTP_PORT = 80;

export const rule: Rule = {
  meta: {
    id: 'undeclared-host',
    codes: ['CIS0422'],
    level: 'warning',
    description:
      'Rules for sidecars that are never taken, since nobody declares the host and they are not for HTTP on port 80',
    kinds: [VIRTUAL_SERVICE, SERVICE, SERVICE_ENTRY],
  },
  check(context) {
    if (!declaresHosts(context)) return;
    const declared = declaredHosts(context);
    let index: HostIndex<undefined> | undefined;
    for (const resource of context.ofKind(VIRTUAL_SERVICE)) {
      const { spec, namespace } = resource;
      const isForMesh = gatewaysOf(spec).includes('mesh');
      const hosts = texts(spec.hosts).map((host) => fqdn(host, namespace, context.snapshot.clusterDomain));
      if (!isForMesh || hosts.length === 0 || hosts.some((host) => declared.has(host))) continue;
      const lost = lostRules(spec);
      if (lost.length === 0) continue;
      const names = (index ??= indexOf(declared.keys()));
      if (!hosts.every((host) => isUndeclared(context, names, host, namespace))) continue;
      for (const path of lost) report(context, resource, path);
    }
  },
};

/** Paths of the rules that sidecars take on no port of an undeclared host. */
function lostRules(spec: Fields): string[] {
  const isLost = (family: string, match: Fields) => {
    const names = texts(match.gateways);
    if (names.length > 0 && !names.includes('mesh')) return undefined;
    return family !== 'http' || ![0, HTTP_PORT].includes(number(match.port));
  };
  return ['http', 'tls', 'tcp'].flatMap((family) =>
    objects(spec[family]).flatMap((rule, i) => {
      const matches = objects(rule.match);
      const answers = (matches.length > 0 ? matches : [{}]).map((match) => isLost(family, match));
      // A rule for gateways alone is none of the mesh's.
      return answers.includes(true) && !answers.includes(false) ? [`spec.${family}[${i}]`] : [];
    }),
  );
}

function indexOf(hosts: Iterable<string>): HostIndex<undefined> {
  const index = new HostIndex<undefined>();
  for (const host of hosts) index.add(host, undefined);
  return index;
}

function isUndeclared(context: RuleContext, declared: HostIndex<undefined>, host: string, namespace: string): boolean {
  return isHostMissing(context, host, namespace) && declared.overlapping(host).length === 0;
}

function report(context: RuleContext, resource: Resource, path: string): void {
  context.report({
    resource,
    path,
    message: `No Service or ServiceEntry declares "${texts(resource.spec.hosts).join(', ')}", so sidecars take its HTTP rules on port ${HTTP_PORT} alone, and never this one; add a ServiceEntry with the port`,
  });
}
