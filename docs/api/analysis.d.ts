export type AccessRecorder = (kind: KindKey) => void;
export interface Analysis {
    readonly findings: readonly Finding[];
    readonly suppressed: readonly Finding[];
}
export interface AnalyzeOptions {
    readonly closed?: boolean;
    readonly level?: Level;
    readonly suppress?: readonly Suppression[];
    readonly rules?: readonly RuleEntry[];
    readonly shape?: boolean;
}
export declare const REASON_ANNOTATION = "cdk8s-istio/analyze-suppress-reason";
export interface Report {
    readonly resource: Resource;
    readonly message: string;
    readonly path?: string;
    readonly code?: string;
    readonly level?: Level;
}
export interface Rule {
    readonly meta: RuleMeta;
    check(context: RuleContext): void;
}
export interface RuleContext {
    readonly snapshot: Snapshot;
    readonly closed: boolean;
    ofKind(kind: KindKey): readonly Resource[];
    find(kind: KindKey, namespace: string, name: string): Resource | undefined;
    isMissing(kind: KindKey, namespace: string, name: string): boolean;
    report(report: Report): void;
}
export interface RuleEntry {
    readonly id: string;
    readonly when: readonly KindKey[];
    load(): Rule;
}
export interface RuleMeta {
    readonly id: string;
    readonly codes: readonly string[];
    readonly level: Level;
    readonly description: string;
    readonly kinds: readonly KindKey[];
    readonly istioctl?: string;
    readonly heuristic?: boolean;
}
export declare const SUPPRESS_ANNOTATION = "galley.istio.io/analyze-suppress";
export interface Suppression {
    readonly code: string;
    readonly reason: string;
    readonly resource?: string;
}
export declare const UNUSED_SUPPRESSION = "CIS0001";
export declare class World {
    readonly snapshot: Snapshot;
    readonly closed: boolean;
    constructor(snapshot: Snapshot, closed: boolean);
    ofKind(kind: KindKey): readonly Resource[];
    isMissing(kind: KindKey, namespace: string, name: string): boolean;
    contextFor(report: (report: Report) => void, record?: AccessRecorder): RuleContext;
}
export declare function analyze(snapshot: Snapshot, options?: AnalyzeOptions): readonly Finding[];
export declare function analyzeAll(snapshot: Snapshot, options?: AnalyzeOptions): Analysis;
export declare function describeCode(code: string): string | undefined;
export declare function reasonAnnotation(reasons: ReadonlyMap<string, string>): string;
export declare function reasonsOf(annotation: string): ReadonlyMap<string, string>;
export declare const rules: readonly RuleEntry[];
