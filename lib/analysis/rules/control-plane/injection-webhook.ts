import { fields, maybe, objects, text, texts } from '../../model/json';
import { MUTATING_WEBHOOK, SERVICE } from '../../model/kinds';
import { labelSelectorSelects, type Labels } from '../../model/labels';
import type { Fields, Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

const REVISION = 'istio.io/rev';
const NAMESPACE_LABELS: readonly Labels[] = [{}, { 'istio-injection': 'enabled' }, { 'istio-injection': 'disabled' }];
const OBJECT_LABELS: readonly Labels[] = [
  {},
  { 'sidecar.istio.io/inject': 'true' },
  { 'sidecar.istio.io/inject': 'false' },
];

interface Webhook {
  readonly id: string;
  readonly resource: Resource;
  readonly webhook: Fields;
}

export const rule: Rule = {
  meta: {
    id: 'injection-webhook',
    codes: ['IST0139'],
    level: 'error',
    description: 'Two injectors take the same pod, or an injector calls a Service that does not exist',
    kinds: [MUTATING_WEBHOOK, SERVICE],
    istioctl: 'webhook.Analyzer',
  },
  check(context) {
    const configurations = context.ofKind(MUTATING_WEBHOOK).filter(isInjector);
    const revisions = [...new Set(configurations.flatMap(revisionsOf))];
    const webhooks = configurations.flatMap((resource) =>
      objects(resource.manifest.webhooks).map((webhook) => ({
        id: `${resource.name}/${text(webhook.name)}`,
        resource,
        webhook,
      })),
    );
    for (const namespace of withRevisions(NAMESPACE_LABELS, revisions)) {
      for (const labels of withRevisions(OBJECT_LABELS, revisions)) checkOverlap(context, webhooks, namespace, labels);
    }
    for (const one of webhooks) checkService(context, one);
  },
};

function isInjector(resource: Resource): boolean {
  if (revisionsOf(resource).length > 0) return true;
  return objects(resource.manifest.webhooks).some(({ name }) => text(name).endsWith('istio.io'));
}

function revisionsOf({ labels, manifest }: Resource): readonly string[] {
  const own = labels[REVISION] === undefined ? [] : [labels[REVISION]];
  const asked = objects(manifest.webhooks).flatMap(({ namespaceSelector, objectSelector }) =>
    [namespaceSelector, objectSelector].flatMap((selector) => {
      const { matchLabels, matchExpressions } = fields(selector);
      const revision = fields(matchLabels)[REVISION];
      return [
        ...(revision === undefined ? [] : [text(revision)]),
        ...objects(matchExpressions).flatMap(({ key, values }) => (text(key) === REVISION ? texts(values) : [])),
      ];
    }),
  );
  return [...own, ...asked];
}

function withRevisions(all: readonly Labels[], revisions: readonly string[]): readonly Labels[] {
  return [...all, ...revisions.flatMap((revision) => all.map((labels) => ({ ...labels, [REVISION]: revision })))];
}

function checkOverlap({ report }: RuleContext, all: readonly Webhook[], namespace: Labels, labels: Labels): void {
  const matches = new Map(
    all
      .filter(({ webhook }) => labelSelectorSelects(webhook.namespaceSelector, namespace))
      .filter(({ webhook }) => labelSelectorSelects(webhook.objectSelector, labels))
      .map((one) => [one.id, one]),
  );
  if (matches.size < 2) return;
  for (const { id, resource } of matches.values()) {
    const others = [...matches.keys()].filter((other) => other !== id).sort();
    report({
      resource,
      message: `Webhook overlaps with others: [${others.join(' ')}]. This may cause injection to occur twice.`,
    });
  }
}

function checkService({ isMissing, report }: RuleContext, { resource, webhook }: Webhook): void {
  const service = maybe(fields(webhook.clientConfig).service);
  if (!service) return;
  const [namespace, name] = [text(service.namespace), text(service.name)];
  if (!isMissing(SERVICE, namespace, name)) return;
  report({
    resource,
    message: `Injector refers to a control plane service that does not exist: ${namespace}/${name}.`,
  });
}
