import type { ITarget, RouteMatch, RoutePolicy } from '../../routing';

/** One route of an IngressHost. */
export interface IngressRoute {
  readonly match: RouteMatch;
  readonly target: ITarget;
  readonly policy: RoutePolicy;
  /** Server names, where TLS is passed through. @default - all hosts */
  readonly sniHosts?: readonly string[];
  /** What the backend has to speak, where that matters. @default - HTTP of any kind */
  readonly speaks?: 'gRPC' | 'WebSocket';
}
