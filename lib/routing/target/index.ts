export type { Branch, Destination, ITarget, MirrorDestination, TargetContext, WeightedDestination } from './branch';
export { Delegate } from './delegate';
export { Target, type ServiceTargetOptions, type WeightedTarget } from './target';
