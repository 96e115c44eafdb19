import { expressionHolds } from '../../mesh';
import { list, record, records, selects, text, textMap } from './fields';

/**
 * Whether a LabelSelector of Kubernetes selects. An empty one selects everything; whether one that is left out does depends on
 * the field.
 */
export function labelSelectorSelects(selector: unknown, labels: ReadonlyMap<string, string>): boolean {
  const { matchLabels, matchExpressions } = record(selector);
  if (!selects(textMap(matchLabels), labels)) return false;
  return records(matchExpressions).every(({ key, operator, values }) =>
    expressionHolds(text(operator), list(values).map(text), labels.get(text(key))),
  );
}
