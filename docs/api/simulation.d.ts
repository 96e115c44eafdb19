export interface Answer {
    readonly outcome: 'forwarded' | 'answered' | 'refused' | 'unsupported';
    readonly [field: string]: unknown;
}
export interface BehaviourChange {
    readonly request: TraceRequest;
    readonly was: readonly string[];
    readonly is: readonly string[];
}
export interface Coverage {
    readonly rules: CoverageOf;
    readonly subsets: CoverageOf;
    readonly servers: CoverageOf;
}
export interface CoverageOf {
    readonly total: number;
    readonly missed: readonly string[];
}
export interface ReachOptions {
    readonly tls?: ReachedTls;
    readonly sni?: string;
    readonly subset?: string;
}
export type ReachedTls = 'PLAINTEXT' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL' | 'PASSTHROUGH';
export interface RecordedCase {
    readonly id: string;
    readonly proxies: unknown;
    readonly requests: unknown;
}
export declare class Trace {
    readonly request: string;
    readonly hops: readonly TraceHop[];
    readonly end: TraceEnd;
    readonly assumptions: readonly string[];
    constructor(request: string, hops: readonly TraceHop[], end: TraceEnd, assumptions: readonly string[]);
    explain(): string;
    report(): TraceReport;
}
export interface TraceEnd {
    readonly kind: TraceEndKind;
    readonly host?: string;
    readonly port?: number;
    readonly tls?: ReachedTls;
    readonly sni?: string;
    readonly subset?: string;
    readonly workload?: string;
    readonly status?: number;
    readonly flag?: string;
    readonly location?: string;
    readonly reason?: string;
    readonly field?: string;
}
export type TraceEndKind = 'reached' | 'response' | 'reset' | 'loop' | 'unsupported';
export interface TraceHop {
    readonly name: string;
    readonly namespace: string;
    readonly kind: 'sidecar' | 'gateway';
    readonly direction: 'outbound' | 'inbound';
    readonly arrived: string;
    readonly cluster?: string;
    readonly split: ReadonlyMap<string, number>;
    readonly mirrors: ReadonlyMap<string, number>;
    readonly timeout?: number;
}
export interface TraceRequest {
    readonly url: string;
    readonly from?: string;
    readonly at?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly sidecar?: boolean;
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly port?: number;
    readonly address?: string;
    readonly sni?: string;
    readonly http2?: boolean;
    readonly principal?: string;
    readonly sourceIp?: string;
    readonly now?: number;
}
export declare function answersFor(recorded: RecordedCase, mesh: Snapshot): ReadonlyMap<string, Answer>;
export declare function behaviourChanges(old: Snapshot, now: Snapshot): readonly BehaviourChange[];
export declare function coverageOf(snapshot: Snapshot, traces: readonly Trace[]): Coverage;
export declare function endText(end: TraceEnd): string;
export declare function isBlocked({ end: { kind, status, location } }: Trace): boolean;
export declare function mirrorsTo({ hops }: Trace, target: string, percent: number): boolean;
export declare function outcomeOf(trace: Trace): readonly string[];
export declare function passesThrough({ hops }: Trace, gateway: string): boolean;
export declare function probes(snapshot: Snapshot): readonly TraceRequest[];
export declare function reaches({ end }: Trace, target: string, options?: ReachOptions): boolean;
export declare function redirectsTo({ end }: Trace, location: string, status?: number): boolean;
export declare function responds({ end }: Trace, status: number): boolean;
export declare function splitsInto({ hops }: Trace, shares: Readonly<Record<string, number>>): boolean;
export declare function trace(snapshot: Snapshot, request: TraceRequest): Trace;
