import type { Finding } from '../finding';

/** What a format may say beside the findings. */
export interface ReportInfo {
  /** How many resources were looked at. */
  readonly checked: number;
  /** Version of this package. */
  readonly version: string;
  /** One line on what a code stands for. @default - formats leave descriptions out */
  readonly describe?: (code: string) => string | undefined;
  /** Whether text may hold terminal colours. @default false */
  readonly color?: boolean;
}

/** Findings as a text that somebody reads or a program parses; ends with a newline. */
export type Format = (findings: readonly Finding[], info: ReportInfo) => string;

/** The same piece by piece: a report may be longer than any string. */
export type PiecewiseFormat = (findings: readonly Finding[], info: ReportInfo) => Iterable<string>;

/** C0 and C1 without the tabulator, which a terminal obeys instead of showing them. */
const CONTROLS = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g;

/** A text of the input, fit to be shown. */
export function printable(text: string): string {
  return text.replace(CONTROLS, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** `Kind namespace/name`, or `Kind name` without a namespace. */
export function resourceName({ kind, namespace, name }: Finding['resource']): string {
  return namespace === '' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}
