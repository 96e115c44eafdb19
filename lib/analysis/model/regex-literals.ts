/** The plain text in a regular expression. Sound: where it cannot be sure, it knows less. */

/** How an expression begins. */
export interface LiteralStart {
  /** What every text that it matches as a whole begins with; may be empty. */
  readonly text: string;
  /** What may follow that text. */
  readonly rest: 'nothing' | 'anything' | 'something';
}

const META = new Set('\\.[](){}*+?|^$');
/** What makes the character before it optional. */
const OPTIONAL = new Set('*?{');

/** Quoted text, and flags: a `?` behind flags is for what is before them. */
const UNKNOWN = /\\Q|\(\?[a-zA-Z-]+\)/;

/** How the texts begin that an expression in the syntax of RE2 matches as a whole; undefined where nobody knows. */
export function literalStart(expression: string): LiteralStart | undefined {
  if (UNKNOWN.test(expression) || hasAlternatives(expression)) return undefined;
  const all = [...expression];
  const found: string[] = [];
  let at = all[0] === '^' ? 1 : 0;
  for (; at < all.length; at++) {
    if (all[at] !== '\\' && META.has(all[at]!)) break;
    if (all[at] === '\\') {
      // Before a letter or digit it stands for a class, or for an assertion.
      if (!/[^\p{L}\p{N}]/u.test(all[at + 1] ?? '')) break;
      at += 1;
    }
    found.push(all[at]!);
  }
  if (OPTIONAL.has(all[at] ?? '')) {
    found.pop();
    return { text: found.join(''), rest: 'something' };
  }
  const rest = all.slice(at).join('').replace(/\$$/, '');
  return { text: found.join(''), rest: rest === '' ? 'nothing' : rest === '.*' ? 'anything' : 'something' };
}

/** Whether a `|` stands outside of all groups. */
function hasAlternatives(expression: string): boolean {
  let depth = 0;
  for (let at = 0; at < expression.length; at++) {
    const one = expression[at];
    if (one === '\\') at += 1;
    else if (one === '[') at = endOfClass(expression, at);
    else if (one === '(') depth += 1;
    else if (one === ')') depth -= 1;
    else if (one === '|' && depth === 0) return true;
  }
  return false;
}

/** Where the character class ends that begins here; a `]` that comes first belongs to it. */
function endOfClass(expression: string, start: number): number {
  let at = expression[start + 1] === '^' ? start + 2 : start + 1;
  if (expression[at] === ']') at += 1;
  for (; at < expression.length && expression[at] !== ']'; at++) {
    if (expression[at] === '\\') at += 1;
    // `[[:alpha:]]`
    else if (expression.startsWith('[:', at)) at = Math.max(at, expression.indexOf(':]', at) + 1);
  }
  return at;
}
