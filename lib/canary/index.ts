export { CanaryPlan } from './canary-plan';
export { CanaryRoute, type CanaryRouteProps } from './canary-route';
export { Pin } from './pin';
