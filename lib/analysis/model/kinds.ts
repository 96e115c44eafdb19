/** Kinds that rules ask for. */
export const GATEWAY = 'networking.istio.io/Gateway';
export const VIRTUAL_SERVICE = 'networking.istio.io/VirtualService';
export const DESTINATION_RULE = 'networking.istio.io/DestinationRule';
export const SERVICE_ENTRY = 'networking.istio.io/ServiceEntry';
export const SIDECAR = 'networking.istio.io/Sidecar';
export const ENVOY_FILTER = 'networking.istio.io/EnvoyFilter';
export const WORKLOAD_ENTRY = 'networking.istio.io/WorkloadEntry';
export const WORKLOAD_GROUP = 'networking.istio.io/WorkloadGroup';
export const PROXY_CONFIG = 'networking.istio.io/ProxyConfig';
export const AUTHORIZATION_POLICY = 'security.istio.io/AuthorizationPolicy';
export const PEER_AUTHENTICATION = 'security.istio.io/PeerAuthentication';
export const REQUEST_AUTHENTICATION = 'security.istio.io/RequestAuthentication';
export const TELEMETRY = 'telemetry.istio.io/Telemetry';
export const WASM_PLUGIN = 'extensions.istio.io/WasmPlugin';
export const TRAFFIC_EXTENSION = 'extensions.istio.io/TrafficExtension';
export const KUBERNETES_GATEWAY = 'gateway.networking.k8s.io/Gateway';
export const HTTP_ROUTE = 'gateway.networking.k8s.io/HTTPRoute';
export const GRPC_ROUTE = 'gateway.networking.k8s.io/GRPCRoute';
export const TLS_ROUTE = 'gateway.networking.k8s.io/TLSRoute';
export const TCP_ROUTE = 'gateway.networking.k8s.io/TCPRoute';
export const REFERENCE_GRANT = 'gateway.networking.k8s.io/ReferenceGrant';
export const SERVICE = 'Service';
export const NAMESPACE = 'Namespace';
export const SECRET = 'Secret';
export const CONFIG_MAP = 'ConfigMap';
export const MESH_NETWORKS = 'MeshNetworks';
export const NODE = 'Node';
export const POD = 'Pod';
export const DEPLOYMENT = 'apps/Deployment';
export const CERTIFICATE = 'cert-manager.io/Certificate';
export const EXTERNAL_SECRET = 'external-secrets.io/ExternalSecret';
export const INGRESS = 'networking.k8s.io/Ingress';
export const NETWORK_POLICY = 'networking.k8s.io/NetworkPolicy';
export const CUSTOM_RESOURCE_DEFINITION = 'apiextensions.k8s.io/CustomResourceDefinition';
export const MUTATING_WEBHOOK = 'admissionregistration.k8s.io/MutatingWebhookConfiguration';
export const VALIDATING_WEBHOOK = 'admissionregistration.k8s.io/ValidatingWebhookConfiguration';

/** Routes of the Gateway API. */
export const ROUTE_KINDS = [HTTP_ROUTE, GRPC_ROUTE, TLS_ROUTE, TCP_ROUTE] as const;

/** Everything that runs pods. */
export const WORKLOAD_KINDS = [
  POD,
  DEPLOYMENT,
  'apps/StatefulSet',
  'apps/DaemonSet',
  'apps/ReplicaSet',
  'argoproj.io/Rollout',
] as const;
