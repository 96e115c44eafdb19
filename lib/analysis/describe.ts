import { rules } from './rules';

/** Codes that no rule has. */
const OWN: Readonly<Record<string, string>> = {
  CIS0001: 'A finding is suppressed that is not there',
  IST0001: 'A check failed and was left out',
  IST0106: "istiod's webhook refuses the resource",
  CIS0101: 'The API server refuses a field that it does not know',
  CIS0102: 'The API server refuses a value by the schema of its kind',
  CIS0103: 'The API server refuses a resource by a validation rule (CEL) of its kind',
  CIS0104: 'The API server does not serve the kind in this version',
  CIS0105: 'Istio removed the kind',
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
