import { Chart } from 'cdk8s';
import { CanaryRoute, RolloutController, Version } from 'cdk8s-istio';
import type { Construct } from 'constructs';
import { reviews } from '../bookinfo';

/** What a Rollout of Argo Rollouts needs to find: a rule named `primary`, and a subset each for the stable version and the canary. */
export class ArgoRollouts extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new CanaryRoute(this, 'Reviews', {
      service: reviews,
      stable: Version.labels('stable', { app: 'reviews' }),
      canary: Version.labels('canary', { app: 'reviews' }),
      weight: 0,
      managedBy: RolloutController.ARGO_ROLLOUTS,
      name: 'reviews',
    });
  }
}
