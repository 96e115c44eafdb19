import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Warning } from '../service';

/** Annotations of a Pod that let connections leave past its sidecar. */
const ROUND_THE_SIDECAR = [
  'traffic.sidecar.istio.io/includeOutboundIPRanges',
  'traffic.sidecar.istio.io/excludeOutboundIPRanges',
  'traffic.sidecar.istio.io/excludeOutboundPorts',
  'traffic.sidecar.istio.io/includeOutboundPorts',
];
const INJECT = 'sidecar.istio.io/inject';
const WORKLOADS = new Set(['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob']);
/** All addresses: what `includeOutboundIPRanges` is without the annotation. */
const EVERYTHING = '*';

interface PodLike {
  readonly metadata?: {
    readonly namespace?: string;
    readonly annotations?: Record<string, string>;
    readonly labels?: Record<string, string>;
  };
  readonly spec?: Record<string, unknown>;
}

/**
 * Pods of the App that go round their sidecar, or have none, and Sidecars that do not intercept: to them, routes and
 * outboundTrafficPolicy do not apply; only a NetworkPolicy does.
 *
 * @param namespace whose Pods to look at; undefined for all
 */
export function bypasses(scope: IConstruct, namespace: string | undefined): Warning[] {
  const objects = scope.node.root.node.findAll().filter((one) => ApiObject.isApiObject(one));
  return objects.flatMap((object): Warning[] => {
    const { kind } = object;
    if (!WORKLOADS.has(kind) && kind !== 'Sidecar') return [];
    if (namespace !== undefined && object.metadata.namespace !== namespace) return [];
    const manifest = object.toJson() as PodLike;
    const how = kind === 'Sidecar' ? withoutInterception(manifest) : pastTheSidecar(podOf(kind, manifest));
    if (how === undefined) return [];
    const message = `${kind} ${object.name} (${object.node.path}) goes past the proxy (${how}), so that no route and no outbound policy holds for it`;
    return [{ id: 'EgressBypass', message }];
  });
}

/** The Pod, or the template of Pods, in a workload. */
function podOf(kind: string, manifest: PodLike): PodLike {
  if (kind === 'Pod') return manifest;
  const spec = kind === 'CronJob' ? (manifest.spec?.jobTemplate as PodLike | undefined)?.spec : manifest.spec;
  return (spec?.template ?? {}) as PodLike;
}

function pastTheSidecar({ metadata, spec }: PodLike): string | undefined {
  const annotations = metadata?.annotations ?? {};
  const annotation = ROUND_THE_SIDECAR.find((one) => ![undefined, EVERYTHING].includes(annotations[one]));
  if (annotation !== undefined) return annotation;
  if ((metadata?.labels?.[INJECT] ?? annotations[INJECT]) === 'false') return `${INJECT}: "false"`;
  return spec?.hostNetwork === true ? 'hostNetwork' : undefined;
}

function withoutInterception({ spec }: PodLike): string | undefined {
  const egress = (spec?.egress ?? []) as readonly { readonly captureMode?: string }[];
  return egress.some((one) => one.captureMode === 'NONE') ? 'captureMode NONE' : undefined;
}
