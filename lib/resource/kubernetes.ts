/** Kubernetes' own objects, by cdk8s-plus-27, which is loaded when the first of them is emitted. */
import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { patchable } from './patchable';

/** A kind of cdk8s-plus-27's `k8s` namespace that constructs emit. */
export type KubernetesKind =
  | 'Endpoints'
  | 'Ingress'
  | 'IngressClass'
  | 'NetworkPolicy'
  | 'Role'
  | 'RoleBinding'
  | 'Service'
  | 'ServiceAccount'
  | 'EndpointSlice';

type KubeClass = new (scope: Construct, id: string, props: object) => ApiObject;

const classes = new Map<KubernetesKind, KubeClass>();

/** Emits a Kubernetes object; `props` are those of the kind's manifest, without apiVersion and kind. */
export function kubernetesObject(scope: Construct, id: string, kind: KubernetesKind, props: object): ApiObject {
  let Kube = classes.get(kind);
  if (!Kube) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { k8s } = require('cdk8s-plus-27') as { k8s: Record<string, KubeClass> };
    Kube = patchable(k8s[`Kube${kind}`] as KubeClass);
    classes.set(kind, Kube);
  }
  return new Kube(scope, id, props);
}
