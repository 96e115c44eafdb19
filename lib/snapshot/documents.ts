/**
 * Cuts a stream of YAML into its documents without parsing it, so that a file of any length needs memory for what it
 * holds and not for how it is written.
 *
 * A line that begins with `---` or `...` ends a document wherever it stands: YAML allows neither inside a scalar.
 */
import { ConfigurationError } from '../errors';

/** One document as it was written. */
export interface DocumentText {
  readonly file: string;
  readonly text: string;
  /** Line of the text's first character, from 1. */
  readonly line: number;
}

/** Kubernetes stores at most 1.5 MiB an object; a List of more has to be read item by item. */
const LARGEST_DOCUMENT = 16 * 1024 * 1024;

/** Takes pieces of text in order and hands over each document as soon as it is complete. */
export class DocumentSplitter {
  private pending = '';
  /** Where in `pending` the search for a boundary goes on. */
  private searched = 0;
  private line = 1;

  constructor(
    private readonly file: string,
    private readonly sink: (document: DocumentText) => void,
  ) {}

  /** @throws ConfigurationError DocumentTooLarge */
  public push(piece: string): void {
    this.pending += piece;
    this.cut(false);
    if (this.pending.length > LARGEST_DOCUMENT) {
      throw new ConfigurationError('DocumentTooLarge', {
        at: `${this.file}:${this.line}`,
        problem: 'document is larger than any cluster stores',
      });
    }
  }

  public end(): void {
    this.cut(true);
    this.emit(this.pending.length);
  }

  private cut(complete: boolean): void {
    for (;;) {
      const end = boundary(this.pending, this.searched, complete);
      if (end.at < 0) {
        this.searched = end.resume;
        return;
      }
      if (holdsOnly(PREAMBLE, this.pending, end.at)) {
        this.searched = end.at + 3;
      } else {
        this.emit(end.at);
      }
    }
  }

  private emit(length: number): void {
    const text = this.pending.slice(0, length);
    this.pending = this.pending.slice(length);
    this.searched = Math.min(3, this.pending.length);
    if (!holdsOnly(EMPTY, text, text.length)) this.sink({ file: this.file, text, line: this.line });
    this.line += newlines(text);
  }
}

/** Where the next document begins at or after `from`; where there is none yet, from where to search again. */
function boundary(text: string, from: number, complete: boolean): { at: number; resume: number } {
  for (let i = from; ;) {
    const start = i === 0 ? 0 : text.indexOf('\n', i - 1) + 1;
    if (start === 0 && i !== 0) return { at: -1, resume: Math.max(text.length, 1) };
    const marker = text.charCodeAt(start);
    if (start + 4 > text.length && !complete) return { at: -1, resume: Math.max(start, from) };
    if (marker === 45 && text.startsWith('---', start) && isSpace(text.charCodeAt(start + 3))) {
      return { at: start, resume: start };
    }
    if (marker === 46 && text.startsWith('...', start) && isSpace(text.charCodeAt(start + 3))) {
      const after = text.indexOf('\n', start);
      if (after >= 0) return { at: after + 1, resume: after + 1 };
      return { at: -1, resume: start };
    }
    i = start + 1;
  }
}

/** White space, or the end of the text. */
function isSpace(code: number): boolean {
  return Number.isNaN(code) || code === 10 || code === 13 || code === 32 || code === 9;
}

/** Comments, directives and blank lines: they belong to the document that follows. */
const PREAMBLE = /^(?:\uFEFF|[ \t\r\n]|#[^\n]*|%[^\n]*)*$/;
/** The same with markers: a document that says nothing. */
const EMPTY = /^(?:\uFEFF|[ \t\r\n]|#[^\n]*|%[^\n]*|---(?=[ \t\r\n]|$)|\.\.\.(?=[ \t\r\n]|$))*$/;
const BEGINNING = /^(?:---)?[ \t\r\n\uFEFF]*([^ \t\r\n\uFEFF])/;

/** Whether the text up to `end` holds nothing but what the expression allows. */
function holdsOnly(expression: RegExp, text: string, end: number): boolean {
  // Nearly every document begins with content, or with `---` and content: decided without looking at all of it.
  const first = BEGINNING.exec(text.slice(0, Math.min(end, 200)))?.[1];
  if (first !== undefined && !'#%-.'.includes(first)) return false;
  return expression.test(text.slice(0, end));
}

function newlines(text: string): number {
  let count = 0;
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) count++;
  return count;
}
