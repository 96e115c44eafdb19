import { ConfigurationError, type IErrorScope } from '../../errors';

/** The three parts of EKS Auto Mode. EKS accepts all of them or none. */
export interface AutoModeOptions {
  /** EKS starts nodes. @default true */
  readonly compute?: boolean;
  /** EKS attaches volumes. @default true */
  readonly blockStorage?: boolean;
  /** EKS creates load balancers. @default true */
  readonly loadBalancing?: boolean;
}

export const AUTO_MODE_CLUSTER_POLICIES = [
  'AmazonEKSClusterPolicy',
  'AmazonEKSComputePolicy',
  'AmazonEKSBlockStoragePolicy',
  'AmazonEKSLoadBalancingPolicy',
  'AmazonEKSNetworkingPolicy',
];

/**
 * @throws ConfigurationError EksAutoMode when one part is off and another on
 */
export function checkAutoMode(at: IErrorScope, options: AutoModeOptions | undefined): boolean {
  if (!options) return false;
  const parts = [options.compute ?? true, options.blockStorage ?? true, options.loadBalancing ?? true];
  if (new Set(parts).size > 1) {
    throw new ConfigurationError('EksAutoMode', { at, problem: 'parts of Auto Mode differ', value: options });
  }
  return parts[0] === true;
}
