import { ConfigurationError, type IErrorScope } from '../../errors';
import { contains, parseCidr, parseCidrs } from '../network/cidr';

/** Who reaches the Kubernetes API from outside the VPC. */
export interface ApiAccessOptions {
  /**
   * Blocks that may reach a public endpoint; the private one stays on. Public addresses: inside the VPC the private endpoint answers.
   * @default - none: the endpoint is private
   */
  readonly publicAccessCidrs?: readonly string[];
  /** Allows 0.0.0.0/0, and blocks larger than a /8, in `publicAccessCidrs`. @default false */
  readonly allowOpenApi?: boolean;
}

/** No network that someone administers from is larger; two halves of the internet are as open as the whole. */
const LARGEST = 8;

/**
 * What EKS takes for one cluster; it cannot be raised.
 * @see https://docs.aws.amazon.com/general/latest/gr/eks.html#limits_eks
 */
const MOST = 40;

/** Addresses that no request from the internet has; EKS refuses them. */
const NOT_PUBLIC = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '224.0.0.0/3',
].map((block) => parseCidr('publicAccessCidrs', block));

/**
 * Checks the blocks.
 * @throws ConfigurationError EksCidr, EksOpenToTheWorld
 */
export function checkApiAccess(at: IErrorScope, options: ApiAccessOptions): readonly string[] {
  const cidrs = options.publicAccessCidrs ?? [];
  if (cidrs.length > MOST) {
    throw new ConfigurationError('EksCidr', {
      at,
      problem: 'number of blocks in publicAccessCidrs',
      value: cidrs.length,
      allowed: `${MOST} blocks at most: EKS takes no more`,
      fix: 'join neighbouring blocks to larger ones, or reach the API through one address such as that of a VPN',
    });
  }
  parseCidrs(at, cidrs).forEach((block, index) => {
    const value = cidrs[index];
    if (block.prefix < LARGEST && !options.allowOpenApi) {
      throw new ConfigurationError('EksOpenToTheWorld', { at, problem: 'API open to the world', value });
    }
    if (NOT_PUBLIC.some((reserved) => contains(reserved, block))) {
      throw new ConfigurationError('EksCidr', {
        at,
        problem: 'block of publicAccessCidrs is not public',
        value,
        allowed: 'blocks of public IPv4 addresses',
        fix: 'name the public address that your requests come from; from inside the VPC the private endpoint answers',
      });
    }
  });
  return cidrs;
}
