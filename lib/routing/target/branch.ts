import type { IConstruct } from 'constructs';
import type { Delegate } from './delegate';
import type { RouteMatch } from '../match';
import type { DirectResponse, HeaderChanges, Redirect, RoutePolicy } from '../policy';

/** A place that requests can be sent to, as a VirtualService names it. */
export interface Destination {
  /** Host of a Service or ServiceEntry; fully qualified wherever that is known. */
  readonly host: string;
  /** Service port, 1–65535. @default - the only port of the host */
  readonly port?: number;
  /** Name of a subset of the host's DestinationRule. @default - the whole host */
  readonly subset?: string;
}

/** One part of a split. */
export interface WeightedDestination extends Destination {
  /** Share of the requests, in percent; the weights of one branch add up to 100. @default - all of them */
  readonly weight?: number;
  /** Header changes for requests that go here. @default - none */
  readonly headers?: HeaderChanges;
}

/** A copy of requests whose answers are dropped. */
export interface MirrorDestination extends Destination {
  /** Share of the requests that are copied, 0–100, fractions allowed. */
  readonly percentage: number;
}

/** One rule that a target becomes: who takes it, where it goes, and what happens on the way. */
export interface Branch {
  /** Name of the rule; shows in access logs. @default - none */
  readonly name?: string;
  /** Which of the route's requests take this branch. @default - all of them */
  readonly match?: RouteMatch;
  /** Where they go. Empty only with `redirect`, `directResponse` or `delegate`. */
  readonly destinations: readonly WeightedDestination[];
  /** Copies. @default - none */
  readonly mirrors?: readonly MirrorDestination[];
  /** What else happens to them. The policy of the route that uses the target is laid over it. @default - nothing */
  readonly policy?: RoutePolicy;
  /** Answer with a redirect instead of going anywhere. @default - no */
  readonly redirect?: Redirect;
  /** Answer at the proxy instead of going anywhere. @default - no */
  readonly directResponse?: DirectResponse;
  /** Leave the choice to another VirtualService. @default - no */
  readonly delegate?: Delegate;
}

/** What a target may know about the route that uses it. */
export interface TargetContext {
  /** The construct that owns the route; errors name it. */
  readonly scope: IConstruct;
  /** Namespace of that construct. @default - none is known */
  readonly namespace?: string;
}

/**
 * Where a route leads: a Service, a split, a mirror, an answer. Branches are asked for again at synth, so that what was added
 * to a target later counts.
 */
export interface ITarget {
  /** The rules that the target becomes, in the order they are tried. At least one; the last one takes what is left. */
  branches(context: TargetContext): readonly Branch[];
}
