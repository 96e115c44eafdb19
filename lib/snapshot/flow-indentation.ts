/**
 * Lines within brackets or quotes that begin further left than YAML 1.2 wants them, most often a closing bracket below the key it
 * belongs to. Go's parser, and with it `kubectl`, does not look at indentation there; js-yaml does, so those lines are indented
 * before it reads them. Nothing else changes: within brackets and quotes, spaces at the beginning of a line mean nothing.
 */
import type { YAMLException } from 'js-yaml';
import type { DocumentText } from './documents';

/** What js-yaml says of such a line. */
const REASON = 'deficient indentation';

/** More than any key is indented by. */
const INDENT = ' '.repeat(200);

/** Every such line is found by parsing anew: at most this many characters altogether. */
const MOST_PARSED = 16 * 1024 * 1024;

const indented = new WeakMap<DocumentText, string>();

/** The text as the parser accepts it, after {@link withIndentation} was told to parse the document. */
export function parsedText(document: DocumentText): string {
  return indented.get(document) ?? document.text;
}

/**
 * What `parse` makes of the document's text.
 *
 * @throws what `parse` throws, if it is about something else
 */
export function withIndentation<T>(document: DocumentText, parse: (text: string) => T): T {
  let text = document.text;
  const found = new Map<number, unknown>();
  for (let parsed = text.length; ; parsed += text.length) {
    try {
      const value = parse(text);
      if (found.size > 0) indented.set(document, text);
      return value;
    } catch (error) {
      const { reason, mark } = error as Partial<YAMLException>;
      // A line that indentation did not help is wrong in another way, e.g. its bracket is never closed: told where it stands.
      if (mark && found.has(mark.line)) throw found.get(mark.line);
      if (reason !== REASON || !mark || parsed > MOST_PARSED) throw error;
      found.set(mark.line, error);
      const start = startOfLine(text, mark.line);
      text = `${text.slice(0, start)}${INDENT}${text.slice(start)}`;
    }
  }
}

/** Offset of a line's first character; lines count from 0. */
export function startOfLine(text: string, line: number): number {
  let start = 0;
  for (let i = 0; i < line; i++) start = text.indexOf('\n', start) + 1;
  return start;
}
