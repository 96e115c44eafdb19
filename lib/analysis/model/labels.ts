/** Label selectors as Kubernetes compares them. */
import { expressionHolds } from '../../mesh';
import { fields, list, text, textMap } from './json';

/** Labels by key. */
export type Labels = Readonly<Record<string, string>>;

/** Whether each label of the selector is there with its value. An empty selector selects everything. */
export function selects(selector: unknown, labels: Labels): boolean {
  for (const [key, value] of Object.entries(fields(selector))) if (labels[key] !== text(value)) return false;
  return true;
}

/** A selector as Kubernetes prints it: `a=b,c=d`, keys in order. */
export function selectorText(selector: unknown): string {
  return [...textMap(selector)]
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',');
}

/** Whether a LabelSelector with `matchLabels` and `matchExpressions` selects; unset selects everything. */
export function labelSelectorSelects(selector: unknown, labels: Labels): boolean {
  if (!selects(fields(selector).matchLabels, labels)) return false;
  return list(fields(selector).matchExpressions).every((one) => {
    const { key, operator, values } = fields(one);
    return expressionHolds(text(operator), list(values).map(text), labels[text(key)]);
  });
}
