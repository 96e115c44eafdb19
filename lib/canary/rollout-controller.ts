/** A controller that moves the weights of a canary while the program that made it rests. */
export class RolloutController {
  /**
   * Argo Rollouts. It finds the rule by its name and rewrites weights, and the labels of subsets.
   *
   * @see https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/
   */
  public static readonly ARGO_ROLLOUTS = new RolloutController('Argo Rollouts', 'primary', []);

  /**
   * Flagger. It takes over the VirtualService that has the name of the Service, and writes all of its rules itself.
   *
   * @see https://docs.flagger.app/tutorials/istio-progressive-delivery
   */
  public static readonly FLAGGER = new RolloutController('Flagger', undefined, [
    'always',
    'edge',
    'match',
    'mirrors',
    'others',
    'pins',
    'routeName',
  ]);

  private constructor(
    /** As its makers write it. */
    public readonly label: string,
    /** Name of the rule that it looks for; undefined where it looks for none. */
    public readonly routeName: string | undefined,
    /** Props whose rules it would overwrite. */
    public readonly overwrites: readonly string[],
  ) {}
}

/**
 * Fields that a rollout controller writes, so that whatever applies the manifests must not put them back. In the form that an Argo
 * CD Application has under `spec.ignoreDifferences`.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/diffing/
 */
export interface IgnoredDifference {
  /** API group of the object. */
  readonly group: string;
  /** Kind of the object. */
  readonly kind: string;
  readonly name: string;
  /** @default - where the manifests are applied */
  readonly namespace?: string;
  /** The fields, as jq paths. */
  readonly jqPathExpressions: readonly string[];
}
