import type { Problem } from './problems';

type CelLibrary = typeof import('@marcbachmann/cel-js', { with: { 'resolution-mode': 'import' } });

/** An expression of the Common Expression Language that parses; its types are Envoy's to know. */
export function celProblem(expression: string): Problem {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- on first use
  const { parse } = require('@marcbachmann/cel-js') as CelLibrary;
  try {
    parse(expression);
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return `"${expression}" is no CEL expression: ${reason}`;
  }
}
