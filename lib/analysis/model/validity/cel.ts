import { checkCelSyntax } from './cel-syntax';
import type { Problem } from './problems';

/** An expression of the Common Expression Language that parses; its types are Envoy's to know. */
export function celProblem(expression: string): Problem {
  try {
    checkCelSyntax(expression);
    return undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return `"${expression}" is no CEL expression: ${error.message}`;
  }
}
