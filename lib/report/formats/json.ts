import type { Finding } from '../finding';
import type { PiecewiseFormat } from './format';
import { withItems } from './long-list';

/**
 * `{"findings": […], "checked": N}`; of every finding exactly the documented fields, absent where they are not known.
 */
export const json: PiecewiseFormat = (findings, { checked }) =>
  withItems({ findings: [], checked }, 'findings', documented(findings));

function* documented(findings: readonly Finding[]): Iterable<object> {
  for (const { code, level, message, resource, path, file, line, column, construct } of findings) {
    yield { code, level, message, resource, path, file, line, column, construct };
  }
}
