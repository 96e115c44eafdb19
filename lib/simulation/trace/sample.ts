/**
 * A text that a regular expression takes: of alternatives the first, of a class its first member, of a repetition as few as it
 * may be, but at least one. Expressions with assertions inside are only met by luck.
 *
 * @param any what stands for a dot
 */
export function sample(pattern: string, any = 'x'): string {
  return new Sampler(pattern, any).alternatives();
}

class Sampler {
  private at = 0;

  constructor(
    private readonly pattern: string,
    private readonly any: string,
  ) {}

  /** Up to a closing parenthesis or the end: the first alternative. */
  public alternatives(): string {
    const first = this.sequence();
    while (this.pattern[this.at] === '|') {
      this.at++;
      this.sequence();
    }
    return first;
  }

  private sequence(): string {
    let out = '';
    while (this.at < this.pattern.length && !'|)'.includes(this.pattern[this.at] ?? ''))
      out += this.repeated(this.atom());
    return out;
  }

  private atom(): string {
    const character = this.pattern[this.at++] ?? '';
    if (character === '(') return this.group();
    if (character === '[') return this.charClass();
    if (character === '.') return this.any;
    if (character === '^' || character === '$') return '';
    if (character !== '\\') return character;
    const escaped = this.pattern[this.at++] ?? '';
    return ESCAPES.get(escaped) ?? escaped;
  }

  private group(): string {
    if (this.pattern[this.at] === '?') {
      const head = /^\?(?::|P?<\w+>|[a-zA-Z-]*:?)/.exec(this.pattern.slice(this.at));
      this.at += head?.[0].length ?? 1;
    }
    const inner = this.alternatives();
    if (this.pattern[this.at] === ')') this.at++;
    return inner;
  }

  private charClass(): string {
    const negated = this.pattern[this.at] === '^';
    if (negated) this.at++;
    const start = this.at;
    let end = start;
    // a bracket that comes first is a member
    do end += this.pattern[end] === '\\' ? 2 : 1;
    while (end < this.pattern.length && this.pattern[end] !== ']');
    const members = this.pattern.slice(start, end);
    this.at = end + 1;
    if (negated) return [...'xy1/-'].find((candidate) => !members.includes(candidate)) ?? 'z';
    if (members.startsWith('\\')) return ESCAPES.get(members[1] ?? '') ?? members[1] ?? '';
    return members[0] ?? '';
  }

  private repeated(atom: string): string {
    const rest = this.pattern.slice(this.at);
    const quantifier = /^(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/.exec(rest);
    if (!quantifier) return atom;
    this.at += quantifier[0].length;
    const least = Number(quantifier[1] ?? 1);
    return atom.repeat(Math.min(Math.max(least, 1), 64));
  }
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['d', '1'],
  ['w', 'w'],
  ['s', ' '],
  ['D', 'x'],
  ['W', '-'],
  ['S', 'x'],
  ['b', ''],
  ['A', ''],
  ['z', ''],
]);
