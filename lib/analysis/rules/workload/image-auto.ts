import { fields, objects, text } from '../../model/json';
import { DEPLOYMENT, MUTATING_WEBHOOK, NAMESPACE, POD } from '../../model/kinds';
import { labelSelectorSelects, type Labels } from '../../model/labels';
import type { Fields } from '../../../snapshot';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'image-auto',
    codes: ['IST0146', 'IST0147'],
    level: 'error',
    description: 'A proxy container with image "auto" stands where no injector replaces it',
    kinds: [POD, DEPLOYMENT, NAMESPACE, MUTATING_WEBHOOK],
    istioctl: 'injection.ImageAutoAnalyzer',
  },
  check({ ofKind, find, report, closed }) {
    const webhooks = ofKind(MUTATING_WEBHOOK)
      .flatMap(({ manifest }) => objects(manifest.webhooks))
      .filter(({ name }) => text(name).endsWith('istio.io'));
    for (const resource of ofKind(POD)) {
      if (!hasAutoImage(resource.spec) || !closed) continue;
      report({
        resource,
        code: 'IST0147',
        message: `Pod ${resource.name} contains \`image: auto\` but does not match any Istio injection webhook selectors; have its namespace or its pods injected, or name an image`,
      });
    }
    for (const resource of ofKind(DEPLOYMENT)) {
      const template = fields(resource.spec.template);
      if (!hasAutoImage(fields(template.spec))) continue;
      const home = find(NAMESPACE, '', resource.namespace || 'default');
      const namespace = home?.labels ?? {};
      const labels = fields(fields(template.metadata).labels) as Labels;
      // An App does not hold the injector's webhook: without any, nothing is known.
      if (!closed && webhooks.length === 0) continue;
      if (webhooks.length === 0 && isAskedFor(namespace, labels)) continue;
      if (webhooks.some((one) => selectsBoth(one, namespace, labels))) continue;
      report({
        resource,
        code: 'IST0146',
        // A namespace that is made elsewhere may have the label.
        level: webhooks.length === 0 && !home && labels['sidecar.istio.io/inject'] !== 'false' ? 'info' : 'warning',
        message: `Deployment ${resource.name} contains \`image: auto\` but does not match any Istio injection webhook selectors; have its namespace or its pods injected, or name an image`,
      });
    }
  },
};

function hasAutoImage(spec: Fields): boolean {
  return objects(spec.containers).some(({ name, image }) => text(name) === 'istio-proxy' && text(image) === 'auto');
}

/**
 * Whether Istio's own webhooks take the pod. They are in no file where somebody checks gateways alone: `istioctl install` and the
 * Helm chart make them.
 */
function isAskedFor(namespace: Labels, labels: Labels): boolean {
  const inject = labels['sidecar.istio.io/inject'];
  if (inject === 'false' || namespace['istio-injection'] === 'disabled') return false;
  return (
    inject === 'true' ||
    namespace['istio-injection'] === 'enabled' ||
    labels['istio.io/rev'] !== undefined ||
    namespace['istio.io/rev'] !== undefined
  );
}

function selectsBoth(webhook: Fields, namespace: Labels, labels: Labels): boolean {
  return (
    labelSelectorSelects(webhook.namespaceSelector, namespace) && labelSelectorSelects(webhook.objectSelector, labels)
  );
}
