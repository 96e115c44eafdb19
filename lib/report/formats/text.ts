import { styleText } from 'node:util';
import type { Finding, Level } from '../finding';
import { printable, resourceName, type PiecewiseFormat } from './format';

type Style = Parameters<typeof styleText>[0];

const STYLES: Readonly<Record<Level, Style>> = { error: 'red', warning: 'yellow', info: 'blue' };

/** For people: findings under the resource they are about, with the line of YAML or the construct. */
export const text: PiecewiseFormat = function* (findings, { checked, color = false }) {
  const paint = (style: Style, words: string): string =>
    color ? styleText(style, words, { validateStream: false } as never) : words;
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { construct, file } = finding;
    const key = printable(`${resourceName(finding.resource)}${(construct ?? file) ? `  (${construct ?? file})` : ''}`);
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  for (const [resource, group] of groups) {
    const lines = [paint('bold', resource)];
    for (const { level, code, message, path, line, column, source } of group) {
      lines.push(`  ${paint(STYLES[level], level)} ${code}: ${printable(message)}`);
      if (path !== undefined) lines.push(`    at ${printable(path)}`);
      if (line !== undefined)
        lines.push(paint('dim', `    ${line}:${column ?? 1} | ${printable((source ?? '').trim())}`));
    }
    yield `${lines.join('\n')}\n\n`;
  }
  yield `${summary(findings, checked)}\n`;
};

function summary(findings: readonly Finding[], checked: number): string {
  const resources = `${checked} ${checked === 1 ? 'resource' : 'resources'} checked`;
  if (findings.length === 0) return `${resources}: nothing found`;
  const count = (level: Level): number => findings.filter((one) => one.level === level).length;
  const parts = [
    counted(count('error'), 'error'),
    counted(count('warning'), 'warning'),
    counted(count('info'), 'note'),
  ];
  return `${resources}: ${parts.filter((part) => part !== '').join(', ')}`;
}

function counted(count: number, noun: string): string {
  return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`;
}
