import type { Construct } from 'constructs';
import type { GatewayWorkload } from '../../mesh';
import type { EgressContract } from '../route/contract';

/** An egress gateway as routes see it: of this App, or somebody else's. */
export interface IEgressGateway {
  /** The Pods that serve it. */
  readonly workload: GatewayWorkload;
  /** `namespace/name` of the Gateway. */
  readonly reference: string;
  /** Whether port 80 is for plain HTTP, so that mutual TLS of HTTP arrives at 443. */
  readonly plainHttpHop: boolean;
  /** Whether this App emits the Gateway, and with it what routes need in its namespace. */
  readonly isOwned: boolean;
  /**
   * Takes a route in, where this App emits the Gateway; otherwise does nothing.
   *
   * @param scope construct of the route; what is emitted for it becomes its child `Gateway`
   */
  accept(scope: Construct, contract: EgressContract): void;
}
