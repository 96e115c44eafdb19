import { fields, isFields, maybe, objects, text } from '../../model/json';
import { CONFIG_MAP, NAMESPACE, POD, PROXY_CONFIG } from '../../model/kinds';
import { selects } from '../../model/labels';
import type { Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

const INJECTOR = 'istio-sidecar-injector';

export const rule: Rule = {
  meta: {
    id: 'proxy-image',
    codes: ['IST0158'],
    level: 'warning',
    description: 'A pod runs another proxy image than the injector would give it now',
    kinds: [NAMESPACE, POD, CONFIG_MAP, PROXY_CONFIG],
    istioctl: 'injection.ImageAnalyzer',
  },
  check(context) {
    const images = new Map<string, string>();
    for (const map of context.ofKind(CONFIG_MAP)) if (map.name.startsWith(INJECTOR)) images.set(map.name, imageOf(map));
    if (images.size === 0) return;
    const stale = new Map<string, string[]>();
    for (const pod of context.ofKind(POD)) {
      const namespace = context.find(NAMESPACE, '', pod.namespace);
      const image = namespace && images.get(injectorOf(namespace) ?? '');
      if (image === undefined || (pod.annotations['sidecar.istio.io/proxyImage'] ?? '') !== '') continue;
      const variant = `${image}-${imageType(pod, context)}`;
      for (const container of [...objects(pod.spec.containers), ...objects(pod.spec.initContainers)]) {
        if (text(container.name) !== 'istio-proxy' || [image, variant].includes(text(container.image))) continue;
        stale.set(pod.namespace, [...(stale.get(pod.namespace) ?? []), pod.name]);
      }
    }
    for (const [name, pods] of stale) {
      context.report({
        resource: context.find(NAMESPACE, '', name)!,
        message: `The Istio proxy images of the pods running in the namespace do not match the image defined in the injection configuration (pod names: [${pods.sort().join(' ')}]); restart them`,
      });
    }
  },
};

/** Name of the injector's settings for an injected namespace. */
function injectorOf({ labels }: Resource): string | undefined {
  const revision = labels['istio.io/rev'];
  if (revision === undefined) return labels['istio-injection'] === 'enabled' ? INJECTOR : undefined;
  return revision === '' || revision === 'default' ? INJECTOR : `${INJECTOR}-${revision}`;
}

function imageOf({ manifest }: Resource): string {
  try {
    const values: unknown = JSON.parse(text(fields(manifest.data).values));
    if (!isFields(values)) return '';
    const { hub, tag, proxy } = fields(values.global);
    const image = text(fields(proxy).image);
    return image.includes('/') ? image : `${text(hub)}/${image}:${text(tag)}`;
  } catch {
    return '';
  }
}

/** The most specific `image.imageType`: mesh, root namespace, namespace, workload. */
function imageType(pod: Resource, { snapshot, ofKind }: RuleContext): string {
  const typeOf = (value: unknown) => text(fields(fields(value).image).imageType);
  const root = text(snapshot.meshConfig.rootNamespace) || 'istio-system';
  const configs = ofKind(PROXY_CONFIG);
  const general = ({ spec }: Resource) => !maybe(spec.selector);
  const layers = [
    snapshot.meshConfig.defaultConfig,
    ...configs.filter((one) => one.namespace === root).map(({ spec }) => spec),
    ...configs.filter((one) => one.namespace === pod.namespace && general(one)).map(({ spec }) => spec),
    ...configs
      .filter((one) => one.namespace === pod.namespace && !general(one))
      .filter(({ spec }) => selects(fields(spec.selector).matchLabels, pod.labels))
      .map(({ spec }) => spec),
  ];
  // A line of YAML within the annotation; the whole of it is for the injector to read.
  const annotation = pod.annotations['proxy.istio.io/config'] ?? '';
  const own = /^\s*imageType:\s*["']?([\w-]+)/m.exec(annotation)?.[1] ?? '';
  const types = [...layers.map(typeOf), own].filter((one) => one !== '');
  const type = types[types.length - 1] ?? '';
  return type === 'default' ? '' : type;
}
