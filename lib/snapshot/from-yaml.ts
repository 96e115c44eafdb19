/**
 * One YAML document to a value, read as the API server's clients read it: `yes`, `on` and `0777` are YAML 1.1, keys may not
 * repeat, `<<` merges.
 *
 * The only file that knows the YAML parser, which is loaded when the first document is parsed.
 *
 * @see https://github.com/kubernetes-sigs/yaml
 */
import type * as JsYaml from 'js-yaml';
import { ConfigurationError } from '../errors';
import type { DocumentText } from './documents';
import { parsedText, withIndentation } from './flow-indentation';

type Parser = typeof JsYaml;

/** Aliases may stand for this many values, or for ten times what is written, whichever is more. */
const MOST_VALUES = 100_000;
const MOST_GROWTH = 10;

/** What may be an alias; quoted hosts such as "*.example.com" are not. */
const ALIAS = /(?:^|[\s,[{])\*[^\s"']/;

let loaded: { readonly yaml: Parser; readonly schema: JsYaml.Schema } | undefined;

function parser(): { readonly yaml: Parser; readonly schema: JsYaml.Schema } {
  if (loaded === undefined) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- only where YAML is read
    const yaml = require('js-yaml') as Parser;
    loaded = { yaml, schema: kubernetesSchema(yaml) };
  }
  return loaded;
}

/**
 * Parses one document; an empty one is null.
 *
 * @throws ConfigurationError YamlMalformed, YamlAliasesExcessive
 */
export function parseDocument(document: DocumentText): unknown {
  const { yaml, schema } = parser();
  let values: readonly unknown[];
  try {
    values = withIndentation(document, (text) => {
      const source = asGoReads(text);
      // What loadAll does, without merging its options five times for every document.
      return yaml.constructFromEvents(yaml.parseEvents(source, {}), { source, schema });
    });
  } catch (error) {
    throw malformed(error, document);
  }
  const value = values[0] ?? null;
  if (ALIAS.test(document.text)) checkAliases(value, document);
  return value;
}

/** An address that ends in two colons, within a flow list: text to Go's parser, a key to every other one. */
const OPEN_IPV6 = /(?<=[[,]\s*)[\da-fA-F:]+::(?=\s*[,\]])/g;

function asGoReads(text: string): string {
  return text.includes('::') ? text.replace(OPEN_IPV6, '"$&"') : text;
}

/** The events of a document with their offsets, for whoever needs to know where something stands. */
export function eventsOf(document: DocumentText): readonly JsYaml.Event[] {
  return parser().yaml.parseEvents(parsedText(document), {});
}

/** The text of a scalar event. */
export function scalarOf(document: DocumentText, event: JsYaml.ScalarEvent): string {
  return parser().yaml.getScalarValue(parsedText(document), event);
}

function malformed(error: unknown, document: DocumentText): ConfigurationError {
  const { reason, mark } = error as Partial<JsYaml.YAMLException>;
  const at = `${document.file}:${document.line + (mark?.line ?? 0)}`;
  if (reason?.startsWith('recursive alias')) {
    return new ConfigurationError('YamlAliasesExcessive', { at, problem: 'an anchor contains itself' });
  }
  const problem = reason ?? (error instanceof RangeError ? 'values are nested too deeply' : String(error));
  return new ConfigurationError('YamlMalformed', {
    at: mark ? `${at}:${mark.column + 1}` : at,
    problem: `${problem}${templateHint(document)}`,
  });
}

/** What stands where a key or a value begins, and is neither. */
const TEMPLATE = /^(?:[^#"'\n]*[:-][ \t]+|[ \t]*)\{\{/m;

function templateHint({ text, line }: DocumentText): string {
  const found = TEMPLATE.exec(text);
  if (!found) return '';
  const above = text.slice(0, found.index).split('\n').length - 1;
  return `; line ${line + above} is that of a template, to be rendered first, e.g. by helm template`;
}

/** Aliases are shared objects, so a few hundred bytes can stand for billions of values, or for endless ones. */
function checkAliases(value: unknown, document: DocumentText): void {
  const sizes = new Map<object, number>();
  const open = new Set<object>();
  let written = 0;
  const refuse = (problem: string) =>
    new ConfigurationError('YamlAliasesExcessive', { at: `${document.file}:${document.line}`, problem });
  const sizeOf = (node: unknown): number => {
    if (typeof node !== 'object' || node === null) return 1;
    const known = sizes.get(node);
    if (known !== undefined) return known;
    if (open.has(node)) throw refuse('an anchor contains itself');
    open.add(node);
    let size = 1;
    for (const child of Object.values(node)) {
      written++;
      size += sizeOf(child);
    }
    open.delete(node);
    sizes.set(node, size);
    return size;
  };
  const size = sizeOf(value);
  if (size > MOST_VALUES && size > MOST_GROWTH * written) throw refuse('aliases stand for too many values');
}

function kubernetesSchema(yaml: Parser): JsYaml.Schema {
  const number = (source: string): number | typeof yaml.NOT_RESOLVED => numberOf(source) ?? yaml.NOT_RESOLVED;
  const identify = () => false;
  const list = yaml.defineSequenceTag('tag:yaml.org,2002:seq', {
    create: (): unknown[] => [],
    addItem: (items, item) => void items.push(item),
    // A list that grew has room for 17 items at least: without it, manifests need a third less memory.
    finalize: (items) => items.slice(),
    identify,
  });
  const string = yaml.defineScalarTag('tag:yaml.org,2002:str', { resolve: shared, identify });
  const int = yaml.defineScalarTag('tag:yaml.org,2002:int', {
    implicit: true,
    implicitFirstChars: [...'-+.0123456789'],
    resolve: number,
    identify,
  });
  const float = yaml.defineScalarTag('tag:yaml.org,2002:float', { resolve: number, identify });
  return yaml.FAILSAFE_SCHEMA.withTags(list, string, yaml.nullYaml11Tag, yaml.boolYaml11Tag, int, float, yaml.mergeTag);
}

/** Texts that were read lately, by themselves. */
const recent = new Map<string, string>();
const MOST_RECENT = 10_000;

/** One text for all that are equal: manifests name a kind, a namespace or a host again and again. */
function shared(text: string): string {
  const known = recent.get(text);
  if (known !== undefined) return known;
  if (recent.size === MOST_RECENT) recent.clear();
  recent.set(text, text);
  return text;
}

const DECIMAL = /^[-+]?(?:0|[1-9][0-9]*)$/;
const PREFIXED = /^([-+]?)0([xob]?)([0-9a-f]+)$/i;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:e[-+]?[0-9]+)?$/i;
const BASES: Readonly<Record<string, number>> = { x: 16, o: 8, b: 2, '': 8 };
const DIGITS: Readonly<Record<number, RegExp>> = { 16: /^[0-9a-f]+$/i, 8: /^[0-7]+$/, 2: /^[01]+$/ };

/** JSON, which is what a cluster is sent, knows no infinity: 1e999 stays a text, as it does in Go, and so does `.inf`. */
function finite(digits: string): number | undefined {
  const number = Number(digits);
  return Number.isFinite(number) ? number : undefined;
}

function numberOf(source: string): number | undefined {
  if (DECIMAL.test(source)) return finite(source);
  const plain = source.startsWith('.') ? source : source.replaceAll('_', '');
  const prefixed = PREFIXED.exec(plain);
  const base = prefixed ? BASES[prefixed[2]!.toLowerCase()]! : 10;
  if (prefixed && DIGITS[base]!.test(prefixed[3]!)) {
    return (prefixed[1] === '-' ? -1 : 1) * Number.parseInt(prefixed[3]!, base);
  }
  return FLOAT.test(plain) ? finite(plain) : undefined;
}
