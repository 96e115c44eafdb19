import { ConfigurationError } from '../errors';
import { checkWeight } from '../mesh';

/**
 * The weights that a canary goes through, one after the other. A step is one number in the program; the manifests of two steps
 * differ in their weights only.
 */
export class CanaryPlan {
  /** 0, 5, 25, 50 and 100 percent. */
  public static readonly USUAL = CanaryPlan.of([0, 5, 25, 50, 100]);

  /**
   * A plan of your own.
   *
   * @param weights of the canary in percent, each larger than the one before; from 0 to 100
   * @throws ConfigurationError WeightOutOfRange, PlanMalformed
   */
  public static of(weights: readonly number[]): CanaryPlan {
    const at = 'CanaryPlan.of';
    for (const weight of weights) checkWeight(weight, at);
    const rising = weights.every((weight, index) => index === 0 || weight > (weights[index - 1] as number));
    if (weights[0] !== 0 || weights[weights.length - 1] !== 100 || !rising) {
      throw new ConfigurationError('PlanMalformed', {
        at,
        problem: 'no plan from nothing to everything',
        value: weights,
      });
    }
    return new CanaryPlan([...weights]);
  }

  private constructor(
    /** Weight of the canary at each step. */
    public readonly weights: readonly number[],
  ) {}

  /**
   * Weight of the canary at a step.
   *
   * @param step from 0
   * @throws ConfigurationError StepUnknown
   */
  public at(step: number): number {
    const weight = this.weights[step];
    if (weight === undefined) {
      throw new ConfigurationError('StepUnknown', {
        at: 'CanaryPlan.at',
        problem: 'the plan has no such step',
        value: step,
        allowed: `0 to ${this.weights.length - 1}`,
      });
    }
    return weight;
  }

  /** Weight of the last step: everything goes to the canary. */
  public promote(): number {
    return this.at(this.weights.length - 1);
  }

  /** Weight of the first step: nothing goes to the canary, which stays reachable for its pins. */
  public rollBack(): number {
    return this.at(0);
  }
}
