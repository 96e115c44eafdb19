/** Where the CRDs come from: pinned Go modules, and the files in them. */
export const SOURCES = [
  { module: 'istio.io/api', version: 'v1.31.1', paths: ['kubernetes/customresourcedefinitions.gen.yaml'] },
  { module: 'github.com/cert-manager/cert-manager', version: 'v1.21.2', paths: ['deploy/crds'] },
  { module: 'sigs.k8s.io/gateway-api', version: 'v1.6.3', paths: ['config/crd/standard'] },
];

/** Kinds that constructs emit: these get an L1 class, in the group's file. */
export const CLASSES = {
  'networking.istio.io': ['DestinationRule', 'Gateway', 'ServiceEntry', 'Sidecar', 'VirtualService', 'WorkloadEntry'],
  'security.istio.io': ['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'],
  'cert-manager.io': ['Certificate', 'ClusterIssuer', 'Issuer'],
};

/** Kinds of a group that the checks know; groups that are not listed here are left out. `*` is every kind. */
export const SCHEMAS = {
  'networking.istio.io': '*',
  'security.istio.io': '*',
  'telemetry.istio.io': '*',
  'extensions.istio.io': '*',
  'gateway.networking.k8s.io': '*',
  'cert-manager.io': ['Certificate', 'ClusterIssuer', 'Issuer'],
};
