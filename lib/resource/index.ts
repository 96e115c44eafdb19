export { certificate } from './cert-manager';
export {
  authorizationPolicy,
  destinationRule,
  gateway,
  peerAuthentication,
  requestAuthentication,
  serviceEntry,
  sidecar,
  virtualService,
} from './istio';
export { kubernetesObject, type KubernetesKind } from './kubernetes';
export type { ResourceMetadata } from './metadata';
