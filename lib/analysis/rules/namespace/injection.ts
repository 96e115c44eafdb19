import { fields, isFields, objects, text } from '../../model/json';
import { CONFIG_MAP, NAMESPACE, POD } from '../../model/kinds';
import type { Resource } from '../../../snapshot';
import type { Report, Rule, RuleContext } from '../../rule';

const INJECTION = 'istio-injection';
const REVISION = 'istio.io/rev';
const DATAPLANE = 'istio.io/dataplane-mode';
const INJECT = 'sidecar.istio.io/inject';

export const rule: Rule = {
  meta: {
    id: 'injection',
    codes: ['IST0102', 'IST0103', 'IST0123', 'IST0148'],
    level: 'info',
    description: 'A namespace is not, or ambiguously, enabled for sidecars, or a pod of an enabled one has no sidecar',
    kinds: [NAMESPACE, POD, CONFIG_MAP],
    istioctl: 'injection.Analyzer',
  },
  check(context) {
    const injected = new Set<string>();
    const defaults = new Map(context.ofKind(CONFIG_MAP).map((map) => [map.name, enabledByDefault(map)] as const));
    let byDefault = false;
    for (const namespace of context.ofKind(NAMESPACE)) {
      const { name, labels } = namespace;
      if (name === 'istio-system') continue;
      const several = injectionLabels(labels);
      if (several.length > 1) context.report(ambiguous(namespace, several));
      if (labels[DATAPLANE] === 'ambient') continue;
      byDefault = defaults.get(injectorOf(labels[REVISION])) ?? byDefault;
      if ((labels[INJECTION] ?? '') === '' && labels[REVISION] === undefined) {
        context.report(byDefault ? enabledAnyway(namespace) : notInjected(namespace));
      } else if (labels[INJECTION] === 'enabled') injected.add(name);
    }
    // In a cluster that exists, a Pod that is being applied gets its proxy on the way.
    if (context.closed) checkPods(context, injected);
  },
};

function injectionLabels(labels: Readonly<Record<string, string>>): string[] {
  const injection = labels[INJECTION];
  const found = injection === undefined ? [] : [`${INJECTION}=${injection}`];
  if (injection !== undefined && injection !== 'enabled') return found;
  for (const key of [REVISION, DATAPLANE]) if (labels[key] !== undefined) found.push(`${key}=${labels[key]}`);
  return found;
}

function injectorOf(revision: string | undefined): string {
  const base = 'istio-sidecar-injector';
  return revision === undefined || revision === '' || revision === 'default' ? base : `${base}-${revision}`;
}

/** Whether the injector's settings say `enableNamespacesByDefault`. */
function enabledByDefault({ manifest }: Resource): boolean {
  const values = text(fields(manifest.data).values);
  try {
    const read: unknown = JSON.parse(values);
    return isFields(read) && fields(read.sidecarInjectorWebhook).enableNamespacesByDefault === true;
  } catch {
    return false;
  }
}

function ambiguous(resource: Resource, labels: readonly string[]): Report {
  return {
    resource,
    code: 'IST0123',
    level: 'warning',
    message: `The namespace has more than one type of injection labels [${labels.join(' ')}], which may lead to undefined behavior. Make sure only one injection label exists.`,
  };
}

function enabledAnyway(resource: Resource): Report {
  return {
    resource,
    code: 'IST0148',
    message: `is enabled for Istio injection, as Istio is installed with enableNamespacesByDefault as true.`,
  };
}

function notInjected(resource: Resource): Report {
  const { name } = resource;
  return {
    resource,
    code: 'IST0102',
    path: 'metadata.name',
    message: `The namespace is not enabled for Istio injection; label ${name} with ${INJECTION}=enabled, or with ${INJECTION}=disabled to mark it as not needing injection.`,
  };
}

function checkPods({ ofKind, report }: RuleContext, injected: ReadonlySet<string>): void {
  for (const pod of ofKind(POD)) {
    if (!injected.has(pod.namespace) || pod.spec.hostNetwork === true) continue;
    if ((pod.labels[INJECT] ?? pod.annotations[INJECT] ?? '').toLowerCase() === 'false') continue;
    const containers = [...objects(pod.spec.containers), ...objects(pod.spec.initContainers)];
    const proxy = containers.find(({ name }) => text(name) === 'istio-proxy');
    if (proxy && text(proxy.image) !== '') continue;
    report({
      resource: pod,
      code: 'IST0103',
      level: 'warning',
      message: `The pod ${pod.namespace}/${pod.name} is missing the Istio proxy. This can often be resolved by restarting or redeploying the workload.`,
    });
  }
}
