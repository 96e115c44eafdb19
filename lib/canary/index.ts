export { CanaryPlan } from './canary-plan';
export { CanaryRoute, type CanaryRouteProps } from './canary-route';
export { Pin } from './pin';
export { RolloutController, type IgnoredDifference } from './rollout-controller';
