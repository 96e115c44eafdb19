import { catalogue, type ErrorId } from './catalogue';

/** Anything with a construct path. Met by every `Construct`. */
export interface IErrorScope {
  readonly node: { readonly path: string };
}

/** What one mistake looks like. */
export interface ConfigurationErrorDetails {
  /**
   * The construct that the mistake is in, or the factory that was called (`PathMatch.prefix`) where there is no construct yet.
   */
  readonly at: IErrorScope | string;
  /** What is wrong, in the words of the API that was called; lower case, no full stop. */
  readonly problem: string;
  /**
   * The value that was given.
   * @default - the message shows no value
   */
  readonly value?: unknown;
  /**
   * What is allowed instead.
   * @default - the text of the catalogue for this id
   */
  readonly allowed?: string;
  /**
   * What to do about it.
   * @default - the text of the catalogue for this id
   */
  readonly fix?: string;
}

const LONGEST_VALUE = 120;

/**
 * The only error that this library throws for a mistake in what it was given.
 *
 * The message is one line: construct path, what is wrong, the value, what is allowed, what to do, and the stable id.
 */
export class ConfigurationError extends Error {
  /** Stable identifier of the kind of mistake; a key of the error catalogue. */
  public readonly id: ErrorId;
  /** Path of the construct, or the name of the factory, that refused the value. */
  public readonly path: string;
  /** The value that was refused; undefined where the mistake is not one value. */
  public readonly value: unknown;
  /** What is allowed. */
  public readonly allowed: string;
  /** What to do. */
  public readonly fix: string;

  constructor(id: ErrorId, details: ConfigurationErrorDetails) {
    const entry = catalogue[id];
    const path = typeof details.at === 'string' ? details.at : details.at.node.path;
    const allowed = details.allowed ?? entry.allowed;
    const fix = details.fix ?? entry.fix;
    const given = 'value' in details ? ` (got ${shown(details.value)})` : '';
    super(oneLine(`${path || 'App'}: ${details.problem}${given}; allowed: ${allowed}; to fix: ${fix} [${id}]`));
    this.name = 'ConfigurationError';
    this.id = id;
    this.path = path;
    this.value = details.value;
    this.allowed = allowed;
    this.fix = fix;
  }
}

function shown(value: unknown): string {
  let text: string;
  try {
    text = typeof value === 'number' || value === undefined ? String(value) : (JSON.stringify(value) ?? String(value));
  } catch {
    text = Object.prototype.toString.call(value);
  }
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ');
}
