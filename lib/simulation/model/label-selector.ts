import { list, record, records, selects, text, textMap } from './fields';

/**
 * Whether a LabelSelector of Kubernetes selects. An empty one selects everything; whether one that is left out does depends on
 * the field.
 */
export function labelSelectorSelects(selector: unknown, labels: ReadonlyMap<string, string>): boolean {
  const { matchLabels, matchExpressions } = record(selector);
  if (!selects(textMap(matchLabels), labels)) return false;
  return records(matchExpressions).every(({ key, operator, values }) => {
    const value = labels.get(text(key));
    const named = value !== undefined && list(values).map(text).includes(value);
    switch (text(operator)) {
      case 'In':
        return named;
      case 'NotIn':
        return !named;
      case 'Exists':
        return value !== undefined;
      case 'DoesNotExist':
        return value === undefined;
      default:
        return false;
    }
  });
}
