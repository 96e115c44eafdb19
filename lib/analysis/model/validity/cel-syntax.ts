/** Syntax of the Common Expression Language as istiod's parser has it: no optional fields, macros with their arguments. */
import { tokensOf, type Token } from './cel-tokens';

/** What an expression is, as far as macros ask. */
type Shape = 'name' | 'field' | 'other';

interface Parsed {
  readonly shape: Shape;
  readonly name?: string;
}

const OTHER: Parsed = { shape: 'other' };
const LONGEST = 100_000;
const DEEPEST = 250;
const RESERVED = new Set(
  'as break const continue else for function if import let loop package namespace return var void while'.split(' '),
);
const RELATIONS = new Set(['<', '<=', '>=', '>', '==', '!=', 'in']);
const CALCULATIONS = new Set(['*', '/', '%', '+', '-']);
/** Macros that are called on a list, with the numbers of arguments that make them one. */
const MACROS: ReadonlyMap<string, readonly number[]> = new Map([
  ...['all', 'exists', 'exists_one', 'filter'].map((name): [string, number[]] => [name, [2]]),
  ['map', [2, 3]],
]);

/** @throws SyntaxError where the text is no expression */
export function checkCelSyntax(text: string): void {
  if ([...text].length > LONGEST) throw new SyntaxError(`longer than ${LONGEST} characters`);
  new Parser(tokensOf(text)).whole();
}

class Parser {
  private at = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  public whole(): void {
    this.expression();
    this.expect('end');
  }

  private expression(): Parsed {
    if (++this.depth > DEEPEST) throw new SyntaxError(`nested more than ${DEEPEST} times`);
    let parsed = this.or();
    if (this.take('?')) {
      this.or();
      this.expect(':');
      this.expression();
      parsed = OTHER;
    }
    this.depth--;
    return parsed;
  }

  private or(): Parsed {
    const isLink = (kind: string) => kind === '||' || kind === '&&' || RELATIONS.has(kind) || CALCULATIONS.has(kind);
    let parsed = this.unary();
    // What binds how is no question of syntax here.
    while (isLink(this.kind)) {
      this.at++;
      this.unary();
      parsed = OTHER;
    }
    return parsed;
  }

  private unary(): Parsed {
    const sign = this.kind === '!' ? '!' : '-';
    let count = 0;
    while (this.take(sign)) count++;
    const parsed = this.member(sign === '-' && count === 1);
    // Two signs are none.
    return count % 2 === 0 ? parsed : OTHER;
  }

  private member(isNegative: boolean): Parsed {
    let parsed = this.primary(isNegative);
    for (;;) {
      if (this.take('.')) parsed = this.field();
      else if (this.take('[')) {
        this.expression();
        this.expect(']');
        parsed = OTHER;
      } else return parsed;
    }
  }

  private field(): Parsed {
    if (this.take('quoted name')) return { shape: 'field' };
    const name = this.expect('name').text;
    if (!this.take('(')) return { shape: 'field' };
    const given = this.callArguments();
    if (MACROS.get(name)?.includes(given.length)) checkVariable(name, given[0]!);
    return OTHER;
  }

  private primary(isNegative: boolean): Parsed {
    const { kind, text } = this.tokens[this.at]!;
    if (kind === 'name' || kind === '.') return this.named();
    this.at++;
    switch (kind) {
      case '(': {
        const parsed = this.expression();
        this.expect(')');
        return parsed;
      }
      case '[':
        this.items(']', () => this.expression());
        return OTHER;
      case '{':
        this.items('}', () => {
          this.expression();
          this.value();
        });
        return OTHER;
      case '-':
        if (this.kind === 'int' || this.kind === 'float') return this.primary(true);
        return this.fail();
      case 'int':
        if (BigInt(text) >= 2n ** 63n + (isNegative ? 1n : 0n)) throw new SyntaxError(`${text} is too large`);
        return OTHER;
      case 'uint':
      case 'float':
      case 'text':
      case 'true':
      case 'false':
      case 'null':
        return OTHER;
      default:
        this.at--;
        return this.fail();
    }
  }

  /** A variable, a call, or a message: `a`, `a(b)`, `a.b{c: d}`. */
  private named(): Parsed {
    const hasDot = this.take('.');
    const name = this.expect('name').text;
    if (this.isMessage()) {
      while (!this.take('{')) this.at++;
      this.items('}', () => {
        if (!this.take('quoted name')) this.expect('name');
        this.value();
      });
      return OTHER;
    }
    if (RESERVED.has(name)) throw new SyntaxError(`"${name}" is reserved`);
    if (!this.take('(')) return { shape: 'name', name };
    const given = this.callArguments();
    if (!hasDot && name === 'has' && given.length === 1 && given[0]!.shape !== 'field') {
      throw new SyntaxError('has() asks for a field, as in has(a.b)');
    }
    return OTHER;
  }

  private isMessage(): boolean {
    let at = this.at;
    while (this.tokens[at]!.kind === '.' && this.tokens[at + 1]!.kind === 'name') at += 2;
    return this.tokens[at]!.kind === '{';
  }

  private callArguments(): readonly Parsed[] {
    const parsed: Parsed[] = [];
    if (this.take(')')) return parsed;
    do parsed.push(this.expression());
    while (this.take(','));
    this.expect(')');
    return parsed;
  }

  /** What stands between brackets; a comma may end it. */
  private items(end: string, item: () => void): void {
    if (this.kind !== end && this.kind !== ',') {
      do item();
      while (this.take(',') && this.kind !== end);
      this.expect(end);
      return;
    }
    this.take(',');
    this.expect(end);
  }

  private value(): void {
    this.expect(':');
    this.expression();
  }

  private get kind(): string {
    return this.tokens[this.at]!.kind;
  }

  private take(kind: string): boolean {
    if (this.kind !== kind) return false;
    this.at++;
    return true;
  }

  private expect(kind: string): Token {
    const token = this.tokens[this.at]!;
    if (!this.take(kind)) this.fail();
    return token;
  }

  private fail(): never {
    throw new SyntaxError(`unexpected ${this.tokens[this.at]!.text}`);
  }
}

function checkVariable(macro: string, { shape, name }: Parsed): void {
  if (shape !== 'name') throw new SyntaxError(`the first argument of ${macro}() is the name of a variable`);
  if (name === '__result__') throw new SyntaxError(`${name} is no name for a variable`);
}
