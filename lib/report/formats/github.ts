/**
 * Annotations of GitHub Actions, one line a finding.
 *
 * @see https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
import type { Level } from '../finding';
import { printable, resourceName, type PiecewiseFormat } from './format';

const COMMANDS: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', info: 'notice' };

export const github: PiecewiseFormat = function* (findings) {
  for (const { code, level, message, resource, file, line, column, construct } of findings) {
    const properties = [
      ['file', file === '-' ? undefined : file],
      ['line', line],
      ['col', column],
      ['title', `${code} ${printable(resourceName(resource))}`],
    ];
    const written = properties
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => `${key}=${property(value)}`);
    const where = construct === undefined ? '' : `${construct}: `;
    yield `::${COMMANDS[level]} ${written.join(',')}::${data(`${where}${printable(message)}`)}\n`;
  }
};

function data(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function property(value: unknown): string {
  return data(String(value)).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
