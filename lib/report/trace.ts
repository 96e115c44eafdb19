/** A trace in plain values: what a reader, a test or another program is shown. */
export interface TraceReport {
  /** The request in one line. */
  readonly request: string;
  readonly hops: readonly TraceHopReport[];
  readonly end: TraceEndReport;
  /** What the trace took for granted, e.g. a gateway that the manifests do not contain. */
  readonly assumptions: readonly string[];
}

/** One proxy on the way. */
export interface TraceHopReport {
  /** `default/curl (sidecar)`. */
  readonly proxy: string;
  /** What arrived: `HTTP GET http://host/path on port 80`. */
  readonly arrived: string;
  readonly decisions: readonly TraceDecisionReport[];
  /** Rules that were looked at first and did not match, each with the first condition that failed. */
  readonly skipped: readonly TraceSkippedReport[];
}

/** One decision and the resource behind it. */
export interface TraceDecisionReport {
  /** `listener`, `rule`, `destination` … */
  readonly step: string;
  readonly text: string;
  /** `VirtualService shop/reviews (file.yaml:12)`. */
  readonly because?: string;
}

/** A rule that did not match. */
export interface TraceSkippedReport {
  readonly rule: string;
  readonly failed: string;
}

/** How it ended. */
export interface TraceEndReport {
  readonly kind: 'reached' | 'response' | 'reset' | 'loop' | 'unsupported';
  readonly text: string;
}

/** A trace as a person would tell it. */
export function renderTrace(report: TraceReport): string {
  const lines = [report.request];
  report.hops.forEach((hop, index) => {
    lines.push('', `${index + 1}. ${hop.proxy}: ${hop.arrived}`);
    for (const { step, text, because } of hop.decisions) {
      lines.push(`   ${step.padEnd(12)} ${text}${because === undefined ? '' : `  [${because}]`}`);
    }
    for (const { rule, failed } of hop.skipped) lines.push(`   ${'not'.padEnd(12)} ${rule}: ${failed}`);
  });
  lines.push('', `=> ${report.end.text}`);
  for (const assumption of report.assumptions) lines.push(`   assumed: ${assumption}`);
  return `${lines.join('\n')}\n`;
}
