import { rules } from './rules';

/** Codes that no rule has. */
const OWN: Readonly<Record<string, string>> = {
  CIS0001: 'A finding is suppressed that is not there',
  IST0001: 'A check failed and was left out',
  IST0106: 'The API server or the webhook refuses the resource',
};

/** One line on what a code stands for; undefined for a code that nothing reports. Loads every rule. */
export function describeCode(code: string): string | undefined {
  const own = OWN[code];
  if (own !== undefined) return own;
  for (const entry of rules) {
    const { codes, description } = entry.load().meta;
    if (codes.includes(code)) return description;
  }
  return undefined;
}
