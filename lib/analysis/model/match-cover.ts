/** Whether one HTTP match takes every request that another takes. Sound: where it cannot be sure, it says no. */
import type { Fields } from '../../snapshot';
import { fields, list, texts } from './json';
import { isJwtClaim } from './jwt-claim';
import { coversText, excludesText, textForm, type TextForm } from './text-cover';

const TEXTS = ['scheme', 'method', 'authority'] as const;
const MAPS = ['headers', 'queryParams', 'withoutHeaders'] as const;
const MISSING: TextForm = { kind: 'exact', value: '' };

/**
 * Whether `wide` matches whatever `narrow` does.
 *
 * @param bound gateways that both are for, where neither names its own. @default - nobody knows
 */
export function coversMatch(wide: Fields, narrow: Fields, bound?: readonly string[]): boolean {
  return (
    coversUri(wide, narrow) &&
    TEXTS.every((name) => coversText(textForm(wide[name]), textForm(narrow[name]))) &&
    coversPresent(headers(wide.headers), headers(narrow.headers)) &&
    coversPresent(forms(wide.queryParams), forms(narrow.queryParams)) &&
    coversAbsent(headers(wide.withoutHeaders), narrow) &&
    coversPort(wide, narrow) &&
    coversCaller(wide, narrow, bound)
  );
}

/** Whether Istio counts a match as one that takes everything, which gateways put behind all others. */
export function takesAll(match: Fields): boolean {
  const { kind, value } = textForm(match.uri);
  const isEveryPath = kind === 'any' || (kind === 'prefix' && value === '/') || (kind === 'regex' && value === '.*');
  return (
    isEveryPath &&
    TEXTS.every((name) => match[name] === undefined) &&
    MAPS.every((name) => Object.keys(fields(match[name])).length === 0)
  );
}

/** Whether one match is for every port that another is for. */
export function coversPort(wide: Fields, narrow: Fields): boolean {
  return isUnset(wide.port) || wide.port === narrow.port;
}

/** Whether one match is for every gateway that another is for. */
export function coversGateways(wide: Fields, narrow: Fields, bound: readonly string[] = []): boolean {
  const [own, other] = [texts(wide.gateways), texts(narrow.gateways)];
  if (own.length === 0) return true;
  const asked = other.length > 0 ? other : bound;
  return asked.length > 0 && asked.every((one) => own.includes(one));
}

/** Whether one match is for every caller's labels and namespace that another is for. */
export function coversSource(wide: Fields, narrow: Fields): boolean {
  const labels = fields(narrow.sourceLabels);
  return (
    Object.entries(fields(wide.sourceLabels)).every(
      ([key, value]) => Object.hasOwn(labels, key) && labels[key] === value,
    ) &&
    (isUnset(wide.sourceNamespace) || wide.sourceNamespace === narrow.sourceNamespace)
  );
}

/** An HTTP match that names its gateways does not look at the caller. */
function coversCaller(wide: Fields, narrow: Fields, bound: readonly string[] | undefined): boolean {
  if (list(wide.gateways).length > 0) return coversGateways(wide, narrow, bound);
  const asksNoCaller = Object.keys(fields(wide.sourceLabels)).length === 0 && isUnset(wide.sourceNamespace);
  return asksNoCaller || (list(narrow.gateways).length === 0 && coversSource(wide, narrow));
}

function isUnset(value: unknown): boolean {
  return value === undefined || value === null || value === 0 || value === '';
}

/** Every path begins with a slash. */
const EVERY_PATH: readonly TextForm[] = [
  { kind: 'prefix', value: '/' },
  { kind: 'regex', value: '/.*' },
  { kind: 'regex', value: '.*' },
];

function coversUri(wide: Fields, narrow: Fields): boolean {
  const [a, b] = [textForm(wide.uri), textForm(narrow.uri)];
  if (EVERY_PATH.some(({ kind, value }) => a.kind === kind && a.value === value)) return true;
  if (ignoresCase(wide, a)) return b.kind !== 'regex' && coversText(lower(a), lower(b));
  if (!ignoresCase(narrow, b) || a.kind === 'any') return coversText(a, b);
  // One spelling takes all others only where it has no letters.
  return a.kind !== 'regex' && !/[a-z]/i.test(a.value) && coversText(a, b);
}

/** `ignoreUriCase` says nothing to a regex. */
function ignoresCase({ ignoreUriCase }: Fields, { kind }: TextForm): boolean {
  return ignoreUriCase === true && kind !== 'regex';
}

/** The letters whose case Envoy ignores. */
function lower({ kind, value }: TextForm): TextForm {
  return { kind, value: value.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) };
}

/** A header or parameter that is asked for without a value only has to be there. */
function coversPresent(wide: ReadonlyMap<string, TextForm>, narrow: ReadonlyMap<string, TextForm>): boolean {
  return [...wide].every(([key, form]) => {
    const other = narrow.get(key);
    return other !== undefined && coversText(form, other);
  });
}

/** What must not be there is not there, or is there with another value. A missing header counts as an empty one. */
function coversAbsent(wide: ReadonlyMap<string, TextForm>, narrow: Fields): boolean {
  const [without, present] = [headers(narrow.withoutHeaders), headers(narrow.headers)];
  return [...wide].every(([key, form]) => {
    const other = without.get(key);
    const isMissingTold = other?.kind !== 'any' || form.kind === 'any' || excludesText(form, MISSING);
    if (other && isMissingTold && coversText(other, form)) return true;
    const given = present.get(key);
    // A claim may have several values, of which one is enough.
    return given !== undefined && !isJwtClaim(key) && excludesText(form, given);
  });
}

function forms(value: unknown): ReadonlyMap<string, TextForm> {
  return new Map(Object.entries(fields(value)).map(([key, one]) => [key, textForm(one)]));
}

/** Names of headers have no case. */
function headers(value: unknown): ReadonlyMap<string, TextForm> {
  return new Map([...forms(value)].map(([key, form]) => [isJwtClaim(key) ? key : key.toLowerCase(), form]));
}
