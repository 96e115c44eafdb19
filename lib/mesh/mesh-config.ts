/**
 * The settings of Istio's MeshConfig that decide where traffic goes, by Istio's own field names.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
 */
export interface MeshConfig {
  /** Namespace whose Istio resources apply to the whole mesh. @default istio-system */
  readonly rootNamespace?: string;
  /** SPIFFE trust domain. @default cluster.local */
  readonly trustDomain?: string;
  /** What a sidecar does with a destination that nobody declares. @default ALLOW_ANY */
  readonly outboundTrafficPolicy?: { readonly mode?: 'ALLOW_ANY' | 'REGISTRY_ONLY' | 'ALLOW_ANY_DYNAMIC_DNS' };
  /** Who sees a Service or ServiceEntry without exportTo. @default ["*"] */
  readonly defaultServiceExportTo?: readonly string[];
  /** Who sees a VirtualService without exportTo. @default ["*"] */
  readonly defaultVirtualServiceExportTo?: readonly string[];
  /** Who sees a DestinationRule without exportTo. @default ["*"] */
  readonly defaultDestinationRuleExportTo?: readonly string[];
  /** Every further field of MeshConfig, as written. */
  readonly [field: string]: unknown;
}
