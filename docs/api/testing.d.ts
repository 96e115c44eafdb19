export interface ExpectedFinding {
    readonly resource: string;
    readonly code?: string;
    readonly level?: Level;
    readonly path?: string;
    readonly message?: string;
}
export interface ITestFramework {
    describe(name: string, body: () => void): void;
    test(name: string, body: () => void): void;
}
export interface MatcherResult {
    readonly pass: boolean;
    readonly message: () => string;
}
export interface ReachOptions {
    readonly tls?: ReachedTls;
    readonly sni?: string;
    readonly subset?: string;
}
export interface RedirectOptions {
    readonly status?: number;
}
export interface RuleCase {
    readonly name: string;
    readonly yaml: string;
    readonly closed?: boolean;
    readonly meshConfig?: MeshConfig;
    readonly clusterDomain?: string;
    readonly known?: readonly KnownResource[];
    readonly expect?: readonly ExpectedFinding[];
}
export declare class RuleTester {
    constructor(framework?: ITestFramework);
    run(rule: Rule, cases: readonly RuleCase[]): void;
}
export interface TraceExpectations<R = unknown> {
    toReach(target: string, options?: ReachOptions): R;
    toPassThrough(gateway: string): R;
    toSplit(shares: Readonly<Record<string, number>>): R;
    toMirrorTo(target: string, percent?: number): R;
    toRedirectTo(location: string, options?: RedirectOptions): R;
    toRespond(status: number): R;
    toBeBlocked(): R;
}
export declare function checkCase(rule: Rule, one: RuleCase): void;
export declare function installMatchers(to: unknown): void;
export declare function traceIn(subject: IConstruct | Snapshot | string, request: TraceRequest): Trace;
export declare const traceMatchers: {
    toReach(received: unknown, target: string, options?: ReachOptions): MatcherResult;
    toPassThrough(received: unknown, gateway: string): MatcherResult;
    toSplit(received: unknown, shares: Readonly<Record<string, number>>): MatcherResult;
    toMirrorTo(received: unknown, target: string, percent?: number): MatcherResult;
    toRedirectTo(received: unknown, location: string, options?: RedirectOptions): MatcherResult;
    toRespond(received: unknown, status: number): MatcherResult;
    toBeBlocked(received: unknown): MatcherResult;
};
