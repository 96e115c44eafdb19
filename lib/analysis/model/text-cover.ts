/** What Istio's StringMatch takes, and whether one takes all that another does. Sound: where it cannot be sure, it says no. */
import { isFields } from './json';
import { literalStart } from './regex-literals';
import { matchesWhole } from './validity/regex';

/** A StringMatch. `any` takes every value that is there; `unknown` is one that Istio refuses or nobody knows. */
export interface TextForm {
  readonly kind: 'any' | 'exact' | 'prefix' | 'regex' | 'unknown';
  readonly value: string;
}

const ANY: TextForm = { kind: 'any', value: '' };
const UNKNOWN: TextForm = { kind: 'unknown', value: '' };
const KINDS = ['exact', 'prefix', 'regex'] as const;

/** Reads a StringMatch; an empty one asks only that the value is there, and so does the regex `*`. */
export function textForm(value: unknown): TextForm {
  if (value === undefined || value === null) return ANY;
  if (!isFields(value)) return UNKNOWN;
  const keys = Object.keys(value);
  if (keys.length === 0) return ANY;
  const kind = KINDS.find((one) => one === keys[0]);
  if (keys.length > 1 || kind === undefined || typeof value[kind] !== 'string') return UNKNOWN;
  const text = value[kind];
  return (kind === 'regex' && text === '*') || (kind === 'prefix' && text === '') ? ANY : { kind, value: text };
}

/** The same without a regex where a plain text says it too: no value that Envoy compares has lines. */
function simplified(form: TextForm): TextForm {
  const start = form.kind === 'regex' ? literalStart(form.value) : undefined;
  if (!start || start.text === '' || start.rest === 'something') return form;
  return { kind: start.rest === 'nothing' ? 'exact' : 'prefix', value: start.text };
}

/** Whether `wide` takes every value that `narrow` takes. */
export function coversText(wide: TextForm, narrow: TextForm): boolean {
  return covers(simplified(wide), simplified(narrow));
}

function covers(wide: TextForm, narrow: TextForm): boolean {
  if (wide.kind === 'unknown' || narrow.kind === 'unknown') return false;
  if (wide.kind === 'any' || isAnyText(wide)) return true;
  if (wide.kind === narrow.kind && wide.value === narrow.value) return true;
  if (wide.kind === 'prefix') return startOf(narrow)?.startsWith(wide.value) === true;
  return wide.kind === 'regex' && narrow.kind === 'exact' && matchesWhole(wide.value, narrow.value) === true;
}

/** Whether no value is taken by both. */
export function excludesText(a: TextForm, b: TextForm): boolean {
  return excludes(simplified(a), simplified(b));
}

function excludes(a: TextForm, b: TextForm): boolean {
  if (a.kind === 'exact') return takes(b, a.value) === false;
  if (b.kind === 'exact') return takes(a, b.value) === false;
  const [one, other] = [startOf(a), startOf(b)];
  return one !== undefined && other !== undefined && !one.startsWith(other) && !other.startsWith(one);
}

/** What all values begin with, where that is known. */
export function startOf({ kind, value }: TextForm): string | undefined {
  if (kind === 'regex') return literalStart(value)?.text;
  return kind === 'exact' || kind === 'prefix' ? value : undefined;
}

/** Undefined where that is not known. */
function takes(form: TextForm, value: string): boolean | undefined {
  switch (form.kind) {
    case 'any':
      return true;
    case 'exact':
      return form.value === value;
    case 'prefix':
      return value.startsWith(form.value);
    case 'regex':
      return matchesWhole(form.value, value);
    default:
      return undefined;
  }
}

function isAnyText({ kind, value }: TextForm): boolean {
  return kind === 'regex' && value === '.*';
}
