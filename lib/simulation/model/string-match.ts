import type { Fields } from '../../snapshot';
import { isRecord, text } from './fields';
import { matchesWhole, regex } from './regex';

/** Istio's StringMatch. `present` is a match that names nothing, or the regex `*`. */
export type StringMatch =
  { readonly kind: 'exact' | 'prefix' | 'regex'; readonly value: string } | { readonly kind: 'present' };

const PRESENT: StringMatch = { kind: 'present' };

/** Reads a StringMatch; undefined where the field is absent. */
export function stringMatch(value: unknown): StringMatch | undefined {
  if (value === undefined) return undefined;
  if (!isRecord(value)) return PRESENT;
  const fields: Fields = value;
  if (fields['exact'] !== undefined) return { kind: 'exact', value: text(fields['exact']) };
  if (fields['prefix'] !== undefined) return { kind: 'prefix', value: text(fields['prefix']) };
  if (fields['regex'] === undefined) return PRESENT;
  const pattern = text(fields['regex']);
  return pattern === '*' ? PRESENT : { kind: 'regex', value: pattern };
}

/** Whether a value matches. */
export function matches(match: StringMatch, value: string): boolean {
  switch (match.kind) {
    case 'exact':
      return value === match.value;
    case 'prefix':
      return value.startsWith(match.value);
    case 'regex':
      return matchesWhole(match.value, value);
    default:
      return true;
  }
}

/** A match for a reader: `exact "/x"`. */
export function describe(match: StringMatch): string {
  return match.kind === 'present' ? 'present' : `${match.kind} ${JSON.stringify(match.value)}`;
}

/** Whether the control plane accepts it: a value, and an expression that RE2 knows. */
export function valid(match: StringMatch | undefined): boolean {
  return match === undefined || match.kind !== 'regex' || (match.value !== '' && regex(match.value) !== undefined);
}
