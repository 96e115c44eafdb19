import type { EksNodeGroupUpdateConfig } from '@cdktf/provider-aws/lib/eks-node-group';
import { ConfigurationError } from '../../errors';

/**
 * How many nodes of a group an update replaces at a time: a new version of Kubernetes, image, or launch template.
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_NodegroupUpdateConfig.html
 */
export class NodeUpdate {
  /**
   * So many nodes.
   * @param count 1 to 100
   * @throws ConfigurationError EksNodeUpdate
   */
  public static nodes(count: number): NodeUpdate {
    check('nodes', count);
    return new NodeUpdate({ maxUnavailable: count });
  }

  /**
   * A share of the group, one node at least.
   * @param percentage 1 to 100
   * @throws ConfigurationError EksNodeUpdate
   */
  public static percentage(percentage: number): NodeUpdate {
    check('percentage', percentage);
    return new NodeUpdate({ maxUnavailablePercentage: percentage });
  }

  private constructor(
    /** @internal */
    public readonly _config: EksNodeGroupUpdateConfig,
  ) {}
}

function check(factory: string, value: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= 100) return;
  throw new ConfigurationError('EksNodeUpdate', {
    at: `NodeUpdate.${factory}`,
    problem: 'what an update takes at a time',
    value,
  });
}
