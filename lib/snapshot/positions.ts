/** Where the fields of a YAML document stand. Parsed again on demand: documents without a finding never pay for it. */
import type { Event } from 'js-yaml';
import type { DocumentText } from './documents';
import { parsedText, startOfLine } from './flow-indentation';
import { eventsOf, scalarOf } from './from-yaml';
import type { Position } from './resource';

/** js-yaml's event numbers, by their names. */
const SEQUENCE = 2;
const MAPPING = 3;
const SCALAR = 4;
const POP = 6;

/** js-yaml's numbers of scalar styles. */
const SINGLE_QUOTED = 2;
const DOUBLE_QUOTED = 3;

interface Node {
  readonly start: number;
  /** Fields in the order they were written; empty for a scalar and for a sequence. */
  readonly fields: { readonly key: string; readonly start: number; readonly node: Node }[];
  readonly items: Node[];
}

/** A document that was parsed again. */
interface Located {
  readonly document: DocumentText;
  /** What was parsed, see {@link parsedText}. */
  readonly parsed: string;
  readonly root: Node | undefined;
  /** Offset of every line in `parsed`. */
  readonly lines: readonly number[];
}

// One document is asked for many findings in a row, rarely again after another.
let latest: Located | undefined;

/** Longer lines, as JSON without line breaks has, are shown around the field only. */
const LONGEST_SHOWN = 240;
const SHOWN_BEFORE = 80;

/**
 * The position of a field, e.g. `spec.http[0].route`, or of its nearest parent that is written; of the document's first key
 * without a path.
 */
export function locate(document: DocumentText, path = ''): Position | undefined {
  if (latest?.document !== document) latest = locatedOf(document);
  const { root } = latest;
  return root && positionOf(latest, offsetOf(root, path));
}

function locatedOf(document: DocumentText): Located {
  const parsed = parsedText(document);
  const lines = [0];
  for (let i = parsed.indexOf('\n'); i >= 0; i = parsed.indexOf('\n', i + 1)) lines.push(i + 1);
  return { document, parsed, root: treeOf(document), lines };
}

function offsetOf(root: Node, path: string): number {
  let node = root;
  let offset = root.start;
  let rest = path;
  while (rest !== '') {
    const index = /^\[(\d+)\]\.?/.exec(rest);
    const item = index && node.items[Number(index[1])];
    if (item) {
      node = item;
      offset = item.start;
      rest = rest.slice(index[0].length);
      continue;
    }
    // A key may itself hold dots, as annotations do: the longest one that fits is meant.
    const text = rest.startsWith('[') ? rest : `${rest}.`;
    const field = node.fields
      .filter(({ key }) => text.startsWith(`${key}.`) || text.startsWith(`${key}[`) || text.startsWith(quoted(key)))
      .sort((a, b) => b.key.length - a.key.length)[0];
    if (!field) return offset;
    node = field.node;
    offset = field.start;
    const length = rest.startsWith('[') ? quoted(field.key).length : field.key.length;
    rest = rest.slice(length).replace(/^\./, '');
  }
  return offset;
}

function quoted(key: string): string {
  return `[${JSON.stringify(key)}]`;
}

function treeOf(document: DocumentText): Node | undefined {
  const events = eventsOf(document);
  let at = 1;
  const next = (): Node => {
    const event = events[at++]!;
    const node: Node = { start: startOf(event), fields: [], items: [] };
    if (event.type === SEQUENCE) {
      while (events[at]!.type !== POP) node.items.push(next());
      at++;
    } else if (event.type === MAPPING) {
      while (events[at]!.type !== POP) {
        const keyEvent = events[at]!;
        const { start } = next();
        const key = keyEvent.type === SCALAR ? scalarOf(document, keyEvent) : '';
        node.fields.push({ key, start, node: next() });
      }
      at++;
    }
    return node;
  };
  return events.length > 2 ? next() : undefined;
}

function startOf(event: Event): number {
  switch (event.type) {
    case SEQUENCE:
    case MAPPING:
      return event.start;
    case SCALAR:
      // A quoted scalar begins with its quote; block scalars are no keys.
      return event.style === SINGLE_QUOTED || event.style === DOUBLE_QUOTED ? event.valueStart - 1 : event.valueStart;
    default:
      return 'anchorStart' in event ? event.anchorStart : 0;
  }
}

function positionOf({ document, parsed, lines }: Located, offset: number): Position {
  const number = lineOf(lines, offset);
  const start = lines[number]!;
  const end = endOfLine(parsed, start);
  // What was put before the line so that it could be parsed is not in the file.
  const before = parsed === document.text ? start : startOfLine(document.text, number);
  const added = parsed === document.text ? 0 : end - start - (endOfLine(document.text, before) - before);
  return {
    line: document.line + number,
    column: offset - start - added + 1,
    text: shown(parsed, start + added, end, offset),
  };
}

/** Index of the line that an offset is in. */
function lineOf(lines: readonly number[], offset: number): number {
  let low = 0;
  for (let high = lines.length; high - low > 1;) {
    const middle = (low + high) >> 1;
    if (lines[middle]! <= offset) low = middle;
    else high = middle;
  }
  return low;
}

function endOfLine(text: string, start: number): number {
  const newline = text.indexOf('\n', start);
  const end = newline < 0 ? text.length : newline;
  return end > start && text[end - 1] === '\r' ? end - 1 : end;
}

function shown(text: string, start: number, end: number, offset: number): string {
  if (end - start <= LONGEST_SHOWN) return text.slice(start, end);
  const from = Math.max(start, offset - SHOWN_BEFORE);
  const to = Math.min(end, from + LONGEST_SHOWN);
  return `${from > start ? '…' : ''}${text.slice(from, to)}${to < end ? '…' : ''}`;
}
