import { fields, maybe, text, texts } from '../../../model/json';
import {
  changedHeaderProblem,
  headerValueProblem,
  isAuthority,
  requestHeaderProblem,
} from '../../../model/validity/header-names';
import type { Problems } from '../../../model/validity/problems';
import type { Fields } from '../../../../snapshot';

/** `headers` of a rule or a destination: what is set, added and removed. */
export function checkHeaderChanges(problems: Problems, value: unknown, path: string): void {
  const changes = maybe(value);
  if (!changes) return;
  const { request, response } = changes;
  for (const operation of ['add', 'set'] as const) {
    for (const [name, one] of Object.entries(fields(fields(request)[operation]))) {
      const at = `${path}.request.${operation}.${name}`;
      problems.error(at, requestHeaderProblem(name));
      problems.error(at, headerValueProblem(text(one)));
    }
    for (const [name, one] of Object.entries(fields(fields(response)[operation]))) {
      const at = `${path}.response.${operation}.${name}`;
      problems.error(at, changedHeaderProblem(name));
      problems.error(at, headerValueProblem(text(one)));
    }
  }
  for (const [side, one] of [
    ['request', request],
    ['response', response],
  ] as const) {
    texts(fields(one).remove).forEach((name, i) =>
      problems.error(`${path}.${side}.remove[${i}]`, changedHeaderProblem(name)),
    );
  }
}

/** The authority may be written in one place only. */
export function checkAuthority(problems: Problems, rule: Fields, path: string): void {
  const { set, add } = fields(fields(rule.headers).request);
  let current = text(fields(rule.rewrite).authority);
  for (const [name, one] of [...Object.entries(fields(set)), ...Object.entries(fields(add))]) {
    if (!isAuthority(name)) continue;
    if (current !== '') {
      problems.error(
        `${path}.headers.request`,
        `the authority is written twice, as "${current}" and as "${text(one)}"; keep one`,
      );
      return;
    }
    current = text(one);
  }
}
