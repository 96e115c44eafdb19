export { LoadBalancerProfile, type LoadBalancerOptions, type LoadBalancerPort } from '../mesh/load-balancer-profile';
export { IrsaProvider, type IrsaProviderProps, type IrsaRole, type IrsaRoleOptions } from './access/irsa-provider';
export {
  checkSecurity,
  formatFinding,
  SECURITY_EXCEPTIONS,
  type SecurityException,
  type SecurityFinding,
} from './checks/check-security';
export { StackInventory, type InventoryEntry } from './inventory/stack-inventory';
export type { PolicyStatement } from './iam/service-role';
export { EksAccess, type EksAccessOptions, type EksAccessProps } from './access/eks-access';
export {
  AddonConflict,
  EksAddons,
  type AddonSettings,
  type EksAddonsOptions,
  type EksAddonsProps,
} from './addons/eks-addons';
export type { ApiAccessOptions } from './control-plane/api-access';
export type { AutoModeOptions } from './control-plane/auto-mode';
export {
  EksControlPlane,
  type EksControlPlaneOptions,
  type EksControlPlaneProps,
  type IEksCluster,
} from './control-plane/eks-control-plane';
export { DEFAULT_KUBERNETES_VERSION } from './control-plane/kubernetes-version';
export { EncryptionKey, type EncryptionKeyProps } from './encryption/encryption-key';
export { EksNetwork, type EksNetworkOptions, type EksNetworkProps } from './network/eks-network';
export type { ExistingNetworkProps } from './network/existing-network';
export { NatGateways, type IEksNetwork } from './network/network';
export { EksNodes, type EksNodesProps } from './nodes/eks-nodes';
export { NodeAmi, NodeRole, type NodeGroupOptions } from './nodes/node-group-options';
export { GATEWAY_NODE_LABEL, type NodeTaint } from './nodes/node-marks';
export { NodeUpdate } from './nodes/node-update';
export { ISTIO_PORTS, RuleSide, type IstioPort, type OutsidePorts } from './security/istio-ports';
export { IstioSecurityRules, type IstioSecurityRulesProps } from './security/istio-security-rules';
export { chapterDeviations, type BookChapterProps, type ChapterDeviation } from './stack/book-chapter';
export { IstioEksStack, type IstioEksStackProps } from './stack/istio-eks-stack';
export { StateBackend, type S3StateProps } from './stack/state-backend';
