import type { Fields } from '../../snapshot';
import type { RuleOrigin } from '../rules/virtual-service';
import type { Condition, PathRule } from './condition';
import type { HeaderOperations } from './headers';

/** A rule as a proxy holds it: one match of one rule. */
export interface Route {
  readonly name: string;
  /** Undefined for the route that a service has without any rule. */
  readonly origin: RuleOrigin | undefined;
  readonly via: RuleOrigin | undefined;
  /** Index of the match within the rule; undefined where it has none. */
  readonly matchIndex: number | undefined;
  readonly path: PathRule;
  readonly conditions: readonly Condition[];
  readonly catchAll: boolean;
  readonly action: Action;
  readonly headers: HeaderOperations;
  readonly fault: Fault | undefined;
  readonly cors: Fields | undefined;
}

export type Action = Forward | Redirect | DirectResponse;

/** Sends on, to one cluster or by weight. */
export interface Forward {
  readonly kind: 'forward';
  readonly clusters: readonly WeightedCluster[];
  /** Whether there is a split, also one with a single part. */
  readonly split: boolean;
  readonly hostRewrite: string;
  readonly prefixRewrite: string;
  readonly regexRewrite: { readonly pattern: string; readonly substitution: string } | undefined;
  /** Seconds; 0 is none. */
  readonly timeout: number;
  readonly retries: Retries | undefined;
  readonly mirrors: ReadonlyMap<string, number>;
  readonly hash: readonly string[];
  /** Status where the cluster does not exist. */
  readonly missing: 503 | 500;
}

export interface WeightedCluster {
  readonly cluster: string;
  readonly weight: number;
  readonly headers: HeaderOperations;
}

export interface Retries {
  readonly attempts: number;
  readonly on: string;
  readonly perTry: number | undefined;
}

export interface Redirect {
  readonly kind: 'redirect';
  readonly status: number;
  readonly host: string;
  readonly path: string;
  readonly prefixRewrite: string;
  readonly scheme: string;
  readonly port: number;
}

export interface DirectResponse {
  readonly kind: 'direct';
  readonly status: number;
  readonly body: string | undefined;
}

/** Injected failures, percentages from 0 to 100. */
export interface Fault {
  readonly abort?: { readonly status?: number; readonly grpcStatus?: number; readonly percent: number };
  readonly delay?: { readonly fixed: number; readonly percent: number };
}
