export { Cors, UnmatchedPreflights, type CorsProps } from './cors';
export { DirectResponse } from './direct-response';
export { Fault } from './fault';
export { GrpcStatus } from './grpc-status';
export { HeaderChanges, type HeaderChangesProps, type HeaderEdits } from './header-changes';
export { directResponseWarnings, policyWarnings, type PolicyWarning } from './policy-warnings';
export { Redirect, RedirectPort, type RedirectProps } from './redirect';
export { Retry, type RetryProps } from './retry';
export { RetryCondition } from './retry-condition';
export { Rewrite, type RewriteProps, type UriRegexRewrite } from './rewrite';
export {
  checkPolicyOfAnswer,
  mergeRoutePolicies,
  renderRoutePolicy,
  type RenderedRoutePolicy,
  type RoutePolicy,
} from './route-policy';
