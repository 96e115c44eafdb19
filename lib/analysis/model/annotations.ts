/** Annotations that Istio knows, as of release 1.31: where they belong, and what may be relied on. */
export interface KnownAnnotation {
  readonly name: string;
  /** Kinds that may carry it. */
  readonly kinds: readonly string[];
  readonly isAlpha: boolean;
  readonly isDeprecated: boolean;
}

/** name, kinds, status: `a` alpha, `d` deprecated. */
const TABLE: readonly (readonly [name: string, kinds: string, status: string])[] = [
  ['alpha.istio.io/canonical-serviceaccounts', 'Service', 'ad'],
  ['alpha.istio.io/kubernetes-serviceaccounts', 'Service', 'ad'],
  ['ambient.istio.io/bypass-inbound-capture', 'Pod', 'a'],
  ['ambient.istio.io/dns-capture', 'Pod', 'a'],
  ['ambient.istio.io/redirection', 'Pod', ''],
  ['ambient.istio.io/waypoint-inbound-binding', 'GatewayClass Gateway', 'a'],
  ['galley.istio.io/analyze-suppress', 'Any', 'a'],
  ['gateway.istio.io/controller-version', 'Any', 'a'],
  ['gateway.istio.io/name-override', 'Gateway', 'a'],
  ['gateway.istio.io/service-account', 'Gateway', 'a'],
  ['inject.istio.io/templates', 'Pod', 'a'],
  ['istio.io/autoRegistrationGroup', 'WorkloadEntry', 'a'],
  ['istio.io/connectedAt', 'WorkloadEntry', 'a'],
  ['istio.io/disconnectedAt', 'WorkloadEntry', 'a'],
  ['istio.io/dry-run', 'AuthorizationPolicy', 'a'],
  ['istio.io/reroute-virtual-interfaces', 'Pod', 'a'],
  ['istio.io/rev', 'Pod', 'a'],
  ['istio.io/use-waypoint-canary-weight', 'Service ServiceEntry Namespace', 'a'],
  ['istio.io/workloadController', 'WorkloadEntry', 'a'],
  ['kubernetes.io/ingress.class', 'Ingress', ''],
  ['networking.istio.io/exportTo', 'Service', 'a'],
  ['networking.istio.io/service-type', 'Gateway', 'a'],
  ['networking.istio.io/traffic-distribution', 'Namespace Service ServiceEntry', 'a'],
  ['prometheus.istio.io/merge-metrics', 'Pod', 'a'],
  ['proxy.istio.io/config', 'Pod', ''],
  ['proxy.istio.io/overrides', 'Pod', 'a'],
  ['readiness.status.sidecar.istio.io/applicationPorts', 'Pod', 'a'],
  ['readiness.status.sidecar.istio.io/failureThreshold', 'Pod', 'a'],
  ['readiness.status.sidecar.istio.io/initialDelaySeconds', 'Pod', 'a'],
  ['readiness.status.sidecar.istio.io/periodSeconds', 'Pod', 'a'],
  ['sidecar.istio.io/agentLogLevel', 'Pod', 'a'],
  ['sidecar.istio.io/bootstrapOverride', 'Pod', 'a'],
  ['sidecar.istio.io/componentLogLevel', 'Pod', 'a'],
  ['sidecar.istio.io/discoveryAddress', 'Pod', 'ad'],
  ['sidecar.istio.io/extraStatTags', 'Pod', 'ad'],
  ['sidecar.istio.io/inject', 'Pod', 'd'],
  ['sidecar.istio.io/interceptionMode', 'Pod', 'a'],
  ['sidecar.istio.io/logLevel', 'Pod', 'a'],
  ['sidecar.istio.io/nativeSidecar', 'Pod', 'a'],
  ['sidecar.istio.io/proxyCPU', 'Pod', 'a'],
  ['sidecar.istio.io/proxyCPULimit', 'Pod', 'a'],
  ['sidecar.istio.io/proxyImage', 'Pod', 'a'],
  ['sidecar.istio.io/proxyImageType', 'Pod', 'a'],
  ['sidecar.istio.io/proxyMemory', 'Pod', 'a'],
  ['sidecar.istio.io/proxyMemoryLimit', 'Pod', 'a'],
  ['sidecar.istio.io/rewriteAppHTTPProbers', 'Pod', 'a'],
  ['sidecar.istio.io/statsCompression', 'Pod', 'ad'],
  ['sidecar.istio.io/statsEvictionInterval', 'Pod', 'a'],
  ['sidecar.istio.io/statsFlushInterval', 'Pod', 'a'],
  ['sidecar.istio.io/statsHistogramBins', 'Pod', 'a'],
  ['sidecar.istio.io/statsHistogramBuckets', 'Pod', 'a'],
  ['sidecar.istio.io/statsInclusionPrefixes', 'Pod', 'ad'],
  ['sidecar.istio.io/statsInclusionRegexps', 'Pod', 'ad'],
  ['sidecar.istio.io/statsInclusionSuffixes', 'Pod', 'ad'],
  ['sidecar.istio.io/status', 'Pod', 'a'],
  ['sidecar.istio.io/userVolume', 'Pod', 'a'],
  ['sidecar.istio.io/userVolumeMount', 'Pod', 'a'],
  ['status.sidecar.istio.io/port', 'Pod', 'a'],
  ['topology.istio.io/controlPlaneClusters', 'Namespace', 'a'],
  ['traffic.istio.io/nodeSelector', 'Service', ''],
  ['traffic.sidecar.istio.io/excludeInboundPorts', 'Pod', 'a'],
  ['traffic.sidecar.istio.io/excludeInterfaces', 'Pod', 'a'],
  ['traffic.sidecar.istio.io/excludeOutboundIPRanges', 'Pod', 'a'],
  ['traffic.sidecar.istio.io/excludeOutboundPorts', 'Pod', 'a'],
  ['traffic.sidecar.istio.io/includeInboundPorts', 'Pod', 'a'],
  ['traffic.sidecar.istio.io/includeOutboundIPRanges', 'Pod', 'a'],
  ['traffic.sidecar.istio.io/includeOutboundPorts', 'Pod', 'a'],
  ['traffic.sidecar.istio.io/kubevirtInterfaces', 'Pod', 'ad'],
];

const BY_NAME = new Map(
  TABLE.map(([name, kinds, status]): [string, KnownAnnotation] => [
    name,
    { name, kinds: kinds.split(' '), isAlpha: status.includes('a'), isDeprecated: status.includes('d') },
  ]),
);

/** What Istio knows about an annotation; undefined where it knows nothing. */
export function knownAnnotation(name: string): KnownAnnotation | undefined {
  return BY_NAME.get(name);
}

/** Whether an annotation is in Istio's name space. */
export function isIstioAnnotation(name: string): boolean {
  return name === 'kubernetes.io/ingress.class' || name.split('/')[0]!.endsWith('istio.io');
}

/** Written by Istio itself: nobody has to be told about them. */
export const WRITTEN_BY_ISTIO: ReadonlySet<string> = new Set([
  'sidecar.istio.io/status',
  'gateway.istio.io/controller-version',
  'istio.io/rev',
]);
