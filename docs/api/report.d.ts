export interface Finding {
    readonly code: string;
    readonly level: Level;
    readonly message: string;
    readonly resource: FindingResource;
    readonly path?: string;
    readonly file?: string;
    readonly line?: number;
    readonly column?: number;
    readonly source?: string;
    readonly construct?: string;
}
export interface FindingResource {
    readonly kind: string;
    readonly namespace: string;
    readonly name: string;
}
export type Format = (findings: readonly Finding[], info: ReportInfo) => string;
export type Level = 'error' | 'warning' | 'info';
export type PiecewiseFormat = (findings: readonly Finding[], info: ReportInfo) => Iterable<string>;
export interface ReportInfo {
    readonly checked: number;
    readonly version: string;
    readonly describe?: (code: string) => string | undefined;
    readonly color?: boolean;
}
export interface TraceDecisionReport {
    readonly step: string;
    readonly text: string;
    readonly because?: string;
}
export interface TraceEndReport {
    readonly kind: 'reached' | 'response' | 'reset' | 'loop' | 'unsupported';
    readonly text: string;
}
export interface TraceHopReport {
    readonly proxy: string;
    readonly arrived: string;
    readonly decisions: readonly TraceDecisionReport[];
    readonly skipped: readonly TraceSkippedReport[];
}
export interface TraceReport {
    readonly request: string;
    readonly hops: readonly TraceHopReport[];
    readonly end: TraceEndReport;
    readonly assumptions: readonly string[];
}
export interface TraceSkippedReport {
    readonly rule: string;
    readonly failed: string;
}
export declare const formats: Readonly<Record<'text' | 'json' | 'sarif' | 'github', Format>>;
export declare const piecewise: Readonly<Record<'text' | 'json' | 'sarif' | 'github', PiecewiseFormat>>;
export declare function renderTrace(report: TraceReport): string;
export declare function resourceName({ kind, namespace, name }: Finding['resource']): string;
