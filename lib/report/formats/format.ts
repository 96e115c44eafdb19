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

/** `Kind namespace/name`, or `Kind name` without a namespace. */
export function resourceName({ kind, namespace, name }: Finding['resource']): string {
  return namespace === '' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}
