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
  /** Whether the text is an item of a List that is too long to be held as a whole. @default false */
  readonly items?: boolean;
}

/** Kubernetes stores at most 1.5 MiB an object. */
const LARGEST_DOCUMENT = 16 * 1024 * 1024;

/** A List of more than this is read item by item, as `kubectl get --output yaml` writes it for a whole cluster. */
const LONG_LIST = 4 * 1024 * 1024;
const ITEMS = /(?:^|\n)items:[ \t]*\r?\n(?= *- )/;

/** Takes pieces of text in order and hands over each document as soon as it is complete. */
export class DocumentSplitter {
  private pending = '';
  /** Where in `pending` the search for a boundary goes on. */
  private searched = 0;
  private line = 1;
  /** What every item of the List that is being read begins with; undefined outside of a long List. */
  private item: string | undefined;

  constructor(
    private readonly file: string,
    private readonly sink: (document: DocumentText) => void,
  ) {}

  /** @throws ConfigurationError DocumentTooLarge */
  public push(piece: string): void {
    this.pending += piece;
    this.cut(false);
    if (this.pending.length > LONG_LIST) this.shedItems();
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
      if (saysNothing(this.pending, end.at, false)) {
        this.searched = end.at + 3;
      } else {
        this.emit(end.at);
      }
    }
  }

  /** Hands over each item of a long List that is complete, as a document of its own. */
  private shedItems(): void {
    if (this.item === undefined) {
      const items = ITEMS.exec(this.pending);
      if (!items) return;
      this.take(items.index + items[0].length);
      this.item = /^ *- /.exec(this.pending)![0];
    }
    const next = `\n${this.item}`;
    for (let end = this.pending.indexOf(next) + 1; end > 0; end = this.pending.indexOf(next) + 1) {
      this.sink({ ...this.take(end), items: true });
    }
  }

  private emit(length: number): void {
    const document = this.take(length);
    this.searched = Math.min(3, this.pending.length);
    if (this.item !== undefined) this.sink({ ...document, text: itemsOf(document.text), items: true });
    else if (!saysNothing(document.text, document.text.length, true)) this.sink(document);
    this.item = undefined;
  }

  private take(length: number): DocumentText {
    const { file, line } = this;
    const text = this.pending.slice(0, length);
    this.pending = this.pending.slice(length);
    this.searched = Math.max(0, this.searched - length);
    this.line += newlines(text);
    return { file, text, line };
  }
}

/** The items at the beginning of a text, without the fields of the List that follow. */
function itemsOf(text: string): string {
  const end = /\n(?=[^\s#-])/.exec(text);
  return end ? text.slice(0, end.index + 1) : text;
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

const MARKER = /^(?:---|\.\.\.)(?=\s|$)/;

/**
 * Whether a text up to `end` says nothing: blank lines, comments and directives, with markers of documents or without. Line by
 * line, and no further than the first line with content.
 */
function saysNothing(text: string, end: number, markers: boolean): boolean {
  for (let start = text.startsWith('\uFEFF') ? 1 : 0; start < end;) {
    const newline = text.indexOf('\n', start);
    const next = newline < 0 || newline >= end ? end : newline + 1;
    let line = text.slice(start, next);
    if (markers) line = line.replace(MARKER, '');
    const content = line.trimStart();
    if (content !== '' && !content.startsWith('#') && !line.startsWith('%')) return false;
    start = next;
  }
  return true;
}

function newlines(text: string): number {
  let count = 0;
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) count++;
  return count;
}
