/** Words of the Common Expression Language. */

/** A word, or `end`. Keywords and operators are their own kind. */
export interface Token {
  readonly kind: string;
  readonly text: string;
}

const HEX = '[0-9a-fA-F]';
const ESCAPE = `\\\\(?:[abfnrtv"'\\\\?\`]|[xX]${HEX}{2}|u${HEX}{4}|U${HEX}{8}|[0-3][0-7]{2})`;
const QUOTED = [`"""(?:${ESCAPE}|[^\\\\])*?"""`, `'''(?:${ESCAPE}|[^\\\\])*?'''`].concat(
  ['"', "'"].map((quote) => `${quote}(?:${ESCAPE}|[^\\\\${quote}\\n\\r])*${quote}`),
);
const RAW = [`"""[^]*?"""`, `'''[^]*?'''`, `"[^"\\n\\r]*"`, `'[^'\\n\\r]*'`].map((one) => `[rR]${one}`);
const EXPONENT = '[eE][-+]?\\d+';

/** In the order in which they are tried: what is longer comes first. */
const KINDS: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['', /[\t \r\n\f]+|\/\/[^\n]*/y],
  ['text', new RegExp(`[bB]?(?:${[...RAW, ...QUOTED].join('|')})`, 'y')],
  ['float', new RegExp(`\\d+\\.\\d+(?:${EXPONENT})?|\\d+${EXPONENT}|\\.\\d+(?:${EXPONENT})?`, 'y')],
  ['uint', new RegExp(`0x${HEX}+[uU]|\\d+[uU]`, 'y')],
  ['int', new RegExp(`0x${HEX}+|\\d+`, 'y')],
  ['name', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['quoted name', /`[A-Za-z0-9_./ -]+`/y],
  ['operator', /==|!=|<=|>=|&&|\|\||[[\]{}().,\-!?:+*/%<>]/y],
];
const KEYWORDS = new Set(['in', 'true', 'false', 'null']);

/** @throws SyntaxError where a word is none, or stands for no value */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length;) {
    const token = tokenAt(text, at);
    if (!token) throw new SyntaxError(`unexpected "${String.fromCodePoint(text.codePointAt(at)!)}"`);
    at += token.text.length;
    if (token.kind !== '') tokens.push(token);
  }
  return [...tokens, { kind: 'end', text: 'the end' }];
}

function tokenAt(text: string, at: number): Token | undefined {
  for (const [kind, pattern] of KINDS) {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found === undefined) continue;
    checkValue(kind, found);
    return { kind: kind === 'operator' || KEYWORDS.has(found) ? found : kind, text: found };
  }
  return undefined;
}

function checkValue(kind: string, text: string): void {
  const isRight =
    kind === 'uint'
      ? BigInt(text.slice(0, -1)) < 2n ** 64n
      : kind === 'float'
        ? Number.isFinite(Number(text))
        : kind !== 'text' || isText(text);
  if (!isRight) throw new SyntaxError(`${text} stands for no value`);
}

/** Escapes name characters that exist, and none in bytes. */
function isText(text: string): boolean {
  if (/^[bB]?[rR]/.test(text)) return true;
  const isBytes = /^[bB]/.test(text);
  return [...text.matchAll(/\\(?:u([^]{4})|U([^]{8})|[^])/g)].every(([, short, long]) => {
    const hex = short ?? long;
    if (hex === undefined) return true;
    const code = parseInt(hex, 16);
    return !isBytes && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  });
}
