// Where our answer differs from Istio's on purpose; the reasons are in docs/decisions.md.

/** Analyzers that match selectors against Pods; ours count what a Deployment and its like will run as well. */
const OF_WORKLOADS = [
  'auth.AuthorizationPoliciesAnalyzer',
  'destinationrule.SubsetSelectPodAnalyzer',
  'gateway.ConflictingGatewayAnalyzer',
  'gateway.IngressGatewayPortAnalyzer',
  'gateway.SecretAnalyzer',
  'k8sgateway.SelectorAnalyzer',
  'sidecar.SelectorAnalyzer',
  'telemetry.SelectorAnalyzer',
  'virtualservice.JWTClaimRouteAnalyzer',
];

const list = (value) => (Array.isArray(value) ? value : []);
const istioAlone = (one, code) => one.startsWith(`Istio alone: ${code} `);
const SYSTEM = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage']);
const has = ({ manifests }, test) => manifests.some((one) => !SYSTEM.has(one.metadata.namespace) && test(one));
const isKind = (kind, group) => (one) => one.kind === kind && one.apiVersion.startsWith(group);
const isVirtualService = isKind('VirtualService', 'networking.istio.io/');
const isDestinationRule = isKind('DestinationRule', 'networking.istio.io/');

/** Of a kind that is in no file nothing is "not found": people check routing alone. Istio's own Services do not count. */
const hasNoHosts = (scene) =>
  !has(
    scene,
    (one) => one.kind === 'ServiceEntry' || (one.kind === 'Service' && one.metadata.namespace !== 'istio-system'),
  );

/** Gateways without workload that a VirtualService is bound to: the finding is ours then, CIS0203. */
const isRouted = (one, scene) => {
  const gateway = one.slice(one.indexOf(' Gateway ') + ' Gateway '.length);
  return has(
    scene,
    ({ kind, metadata, spec }) =>
      kind === 'VirtualService' &&
      spec?.gateways?.some(
        (name) => (name.includes('/') ? name.replace(/^\//, '') : qualified(metadata.namespace, name)) === gateway,
      ),
  );
};
const qualified = (namespace, name) => (namespace ? `${namespace}/${name}` : name);

/** A Pod without namespace runs all the same; Istio takes its namespace for "no Pod". */
const hasLostPods = (scene) =>
  has(scene, ({ kind, metadata }) => (kind === 'Pod' || TEMPLATED.has(kind)) && !metadata.namespace);

/** By analyzer: what it is compared on, and which differences are meant. */
export const DELIBERATE = {
  ...Object.fromEntries(OF_WORKLOADS.map((analyzer) => [analyzer, { of: 'workloads' }])),
  'virtualservice.DestinationHostAnalyzer': {
    isDeliberate: (one, scene) =>
      (istioAlone(one, 'IST0101') && hasNoHosts(scene)) || (istioAlone(one, 'IST0140') && hasHops(scene)),
  },
  'virtualservice.DestinationRuleAnalyzer': {
    isDeliberate: (one, scene) => istioAlone(one, 'IST0101') && !has(scene, isDestinationRule),
  },
  'gateway.SecretAnalyzer': {
    of: 'workloads',
    isDeliberate: (one, scene) =>
      (istioAlone(one, 'IST0101') && (isRouted(one, scene) || hasLostPods(scene))) ||
      has(scene, ({ kind }) => kind === 'Certificate' || kind === 'ExternalSecret') ||
      has(scene, ({ spec }) => spec?.servers?.some?.((server) => server?.tls?.credentialName?.includes?.('://'))),
  },
  'gateway.IngressGatewayPortAnalyzer': {
    of: 'workloads',
    isDeliberate: (one, scene) =>
      (istioAlone(one, 'IST0101') && isRouted(one, scene)) ||
      (istioAlone(one, 'IST0162') &&
        has(scene, ({ kind, spec }) => kind === 'Service' && spec?.ports?.some?.((port) => !port.protocol))),
  },
  'conditions.ConditionAnalyzer': {
    isDeliberate: (one, scene) =>
      has(scene, ({ status }) =>
        [status, ...list(status?.parents)].some((held) => list(held?.conditions).some((each) => !each.status)),
      ),
  },
  'annotations.AlphaAnalyzer': {
    isDeliberate: (one, scene) =>
      istioAlone(one, 'IST0136') &&
      has(scene, ({ metadata }) => 'galley.istio.io/analyze-suppress' in (metadata.annotations ?? {})),
  },
  'injection.ImageAutoAnalyzer': {
    isDeliberate: (one, scene) =>
      one.includes(' alone: IST0146 ') && !has(scene, ({ kind }) => kind === 'MutatingWebhookConfiguration'),
  },
  'applicationUID.Analyzer': {
    isDeliberate: (one, scene) =>
      istioAlone(one, 'IST0144') &&
      has(scene, ({ spec }) =>
        list((spec?.template?.spec ?? spec)?.containers).every(({ name }) => /^istio-(?:proxy|operator)$/.test(name)),
      ),
  },
  'gateway.ConflictingGatewayAnalyzer': {
    of: 'workloads',
    isDeliberate: (one, scene) => istioAlone(one, 'IST0101') && isRouted(one, scene),
  },
};

/** Whether some route is for gateways alone, or for the mesh alone: what two-hop patterns are made of. */
function hasHops(scene) {
  const forGateways = (names) => Array.isArray(names) && names.length > 0;
  return has(
    scene,
    (one) =>
      isVirtualService(one) &&
      forGateways(one.spec?.gateways) &&
      (!one.spec.gateways.includes('mesh') ||
        one.spec.http?.some?.(({ match }) => match?.some?.(({ gateways }) => forGateways(gateways)))),
  );
}

const TEMPLATED = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job']);

/** A scene with a Pod for each template, so that Istio sees what will run. */
export function asPods(scene) {
  const pods = scene.manifests.flatMap((one) => {
    const template = TEMPLATED.has(one.kind) && one.spec?.template;
    if (!template || typeof template !== 'object') return [];
    const { name, namespace } = one.metadata;
    const metadata = { ...template.metadata, name: `${name}-of-${one.kind.toLowerCase()}` };
    if (namespace !== undefined) metadata.namespace = namespace;
    return [{ apiVersion: 'v1', kind: 'Pod', metadata, spec: template.spec }];
  });
  return pods.length === 0 ? scene : { ...scene, manifests: [...scene.manifests, ...pods] };
}
