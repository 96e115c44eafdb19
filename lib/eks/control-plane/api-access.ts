import { ConfigurationError, type IErrorScope } from '../../errors';
import { parseCidr } from '../network/cidr';

/** Who reaches the Kubernetes API from outside the VPC. */
export interface ApiAccessOptions {
  /** Blocks that may reach a public endpoint; the private one stays on. @default - none: the endpoint is private */
  readonly publicAccessCidrs?: readonly string[];
  /** Allows 0.0.0.0/0 in `publicAccessCidrs`. @default false */
  readonly allowOpenApi?: boolean;
}

/**
 * Checks the blocks.
 * @throws ConfigurationError EksCidr, EksOpenToTheWorld
 */
export function checkApiAccess(at: IErrorScope, options: ApiAccessOptions): readonly string[] {
  const cidrs = options.publicAccessCidrs ?? [];
  for (const cidr of cidrs) {
    if (parseCidr(at, cidr).prefix === 0 && !options.allowOpenApi) {
      throw new ConfigurationError('EksOpenToTheWorld', { at, problem: 'API open to the world', value: cidr });
    }
  }
  return cidrs;
}
