import { renderTrace, type TraceReport } from '../../report/trace';
import type { Decision } from '../proxy/decision';
import { reportOf } from './explain';

/** How a request ended. */
export type TraceEndKind = 'reached' | 'response' | 'reset' | 'loop' | 'unsupported';

/** TLS in which a request reached its end. PASSTHROUGH is the client's own TLS, which no proxy opened. */
export type ReachedTls = 'PLAINTEXT' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL' | 'PASSTHROUGH';

/** Where and how a request ended. */
export interface TraceEnd {
  readonly kind: TraceEndKind;
  /** Host that was reached: of a service, or the address where nobody declares one. */
  readonly host?: string;
  readonly port?: number;
  readonly tls?: ReachedTls;
  /** Server name of the outermost TLS. */
  readonly sni?: string;
  readonly subset?: string;
  /** Workload that was reached, as namespace/name, where the manifests have it. */
  readonly workload?: string;
  /** HTTP status of an answer by a proxy. */
  readonly status?: number;
  /** Envoy's response flag, e.g. NR or NC. */
  readonly flag?: string;
  readonly location?: string;
  readonly reason?: string;
  /** What is not modelled, where the end is `unsupported`. */
  readonly field?: string;
}

/** One proxy on the way. */
export interface TraceHop {
  /** Name and namespace of the workload. */
  readonly name: string;
  readonly namespace: string;
  readonly kind: 'sidecar' | 'gateway';
  readonly direction: 'outbound' | 'inbound';
  /** `METHOD host/path on port N`. */
  readonly arrived: string;
  /** Cluster that was chosen; of a split, the one with the largest share. */
  readonly cluster?: string;
  /** Share of each destination in percent, by subset, or by host where there is none; empty without a split. */
  readonly split: ReadonlyMap<string, number>;
  /** Percentage of each mirror, by cluster. */
  readonly mirrors: ReadonlyMap<string, number>;
  /** Seconds; undefined where there is none. */
  readonly timeout?: number;
  /** @internal */
  readonly decision: Decision;
}

/** The path of one request. */
export class Trace {
  constructor(
    /** The request in one line. */
    public readonly request: string,
    /** The proxies it met, in order. */
    public readonly hops: readonly TraceHop[],
    public readonly end: TraceEnd,
    /** What was taken for granted. */
    public readonly assumptions: readonly string[],
  ) {}

  /** The path as a person would tell it: each decision with the resource behind it, and why other rules did not match. */
  public explain(): string {
    return renderTrace(this.report());
  }

  /** The same as {@link explain}, as plain values. */
  public report(): TraceReport {
    return reportOf(this);
  }
}
