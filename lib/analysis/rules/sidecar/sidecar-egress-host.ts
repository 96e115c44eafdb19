import { hostMatches, isWildcard } from '../../../mesh';
import { isWhole } from '../../model/certainty';
import { isHostMissing } from '../../model/host-missing';
import { objects, texts } from '../../model/json';
import { SERVICE, SERVICE_ENTRY, SIDECAR, VIRTUAL_SERVICE } from '../../model/kinds';
import { fqdn, serviceOf } from '../../model/names';
import { declaresHosts } from '../../model/presence';
import type { Rule, RuleContext } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'sidecar-egress-host',
    codes: ['CIS0508'],
    level: 'warning',
    description: 'A Sidecar imports a host that nothing in the namespace it names declares',
    kinds: [SIDECAR, SERVICE, SERVICE_ENTRY, VIRTUAL_SERVICE],
  },
  check(context) {
    if (!declaresHosts(context)) return;
    const declared = new Declared(context);
    for (const resource of context.ofKind(SIDECAR)) {
      objects(resource.spec.egress).forEach((listener, i) =>
        texts(listener.hosts).forEach((entry, j) => {
          const [scope = '', host = ''] = entry.split('/');
          const namespace = scope === '.' ? resource.namespace : scope;
          // Behind "~" stands what is left out: whether it exists is of no concern.
          if (host === '' || isWildcard(host) || scope.startsWith('~')) return;
          if (isService(context, namespace, host) || declared.has(namespace, host)) return;
          if (!isMissing(context, namespace, host)) return;
          context.report({
            resource,
            path: `spec.egress[${i}].hosts[${j}]`,
            message: `No Service, ServiceEntry or VirtualService in namespace "${namespace}" has the host "${host}"${hint(context, namespace, host)}`,
          });
        }),
      );
    }
  },
};

/** Namespaces by the hosts that are declared there. */
class Declared {
  private readonly exact = new Map<string, Set<string>>();
  private readonly wildcards: { readonly host: string; readonly namespace: string }[] = [];

  constructor({ ofKind, snapshot }: RuleContext) {
    for (const kind of [SERVICE_ENTRY, VIRTUAL_SERVICE]) {
      for (const { namespace, spec } of ofKind(kind)) {
        for (const name of texts(spec.hosts)) {
          const host = fqdn(name, namespace, snapshot.clusterDomain);
          if (isWildcard(host)) this.wildcards.push({ host, namespace });
          else this.exact.set(host, (this.exact.get(host) ?? new Set()).add(namespace));
        }
      }
    }
  }

  public has(namespace: string, host: string): boolean {
    const exact = this.exact.get(host);
    if (exact && (namespace === '*' || exact.has(namespace))) return true;
    return this.wildcards.some(
      (one) => (namespace === '*' || namespace === one.namespace) && hostMatches(one.host, host),
    );
  }
}

/** Hosts are compared in full: a short name is none of a Service's. */
function isService(context: RuleContext, namespace: string, host: string): boolean {
  const service = serviceOf(host, context.snapshot.clusterDomain);
  if (!service || (namespace !== '*' && namespace !== service.namespace)) return false;
  return context.find(SERVICE, service.namespace, service.name) !== undefined;
}

function isMissing(context: RuleContext, namespace: string, host: string): boolean {
  if (namespace === '*' ? !context.closed : !isWhole(context, namespace)) return false;
  return isHostMissing(context, host, namespace);
}

function hint(context: RuleContext, namespace: string, host: string): string {
  const { clusterDomain } = context.snapshot;
  if (!host.includes('.'))
    return `; write it in full: ${fqdn(host, namespace === '*' ? 'NAMESPACE' : namespace, clusterDomain)}`;
  const service = serviceOf(host, clusterDomain);
  const elsewhere =
    service && service.namespace !== namespace && context.find(SERVICE, service.namespace, service.name);
  return elsewhere ? `; the Service is in namespace ${elsewhere.namespace}` : '; correct it, or remove it';
}
