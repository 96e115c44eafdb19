import { fields, maybe, number, objects, text, texts } from '../../../model/json';
import { matchedHeaderProblem } from '../../../model/validity/header-names';
import type { Problems } from '../../../model/validity/problems';
import { regexMatchProblem, stringMatchProblem } from '../../../model/validity/regex';
import { isDnsLabel, labelProblems, portProblem } from '../../../model/validity/values';
import type { Fields } from '../../../../snapshot';
import { checkGatewayNames } from './gateway-names';

/** `match` of an HTTP rule. */
export function checkHttpMatches(problems: Problems, rule: Fields, path: string): void {
  objects(rule.match).forEach((match, i) => {
    const at = `${path}.match[${i}]`;
    checkHeaders(problems, match, at);
    // An empty prefix matches every path; anywhere else it is refused.
    problems.error(`${at}.uri`, regexMatchProblem(match.uri, 'uri'));
    for (const field of ['scheme', 'method', 'authority']) {
      problems.error(`${at}.${field}`, stringMatchProblem(match[field], field));
    }
    for (const [name, one] of Object.entries(fields(match.queryParams))) {
      problems.error(`${at}.queryParams.${name}`, stringMatchProblem(one, 'queryParams'));
    }
    checkSource(problems, match, at);
  });
}

function checkHeaders(problems: Problems, match: Fields, at: string): void {
  for (const [name, one] of Object.entries(fields(match.headers))) {
    const path = `${at}.headers.${name}`;
    if (!maybe(one)) problems.error(path, `match of header "${name}" is null; write {} to ask only that it is there`);
    problems.error(path, matchedHeaderProblem(name));
    problems.error(path, stringMatchProblem(one, 'headers'));
  }
  for (const [name, one] of Object.entries(fields(match.withoutHeaders))) {
    const path = `${at}.withoutHeaders.${name}`;
    problems.error(path, matchedHeaderProblem(name));
    // No RE2 expression, but how "is there" is written.
    if (text(fields(one).regex) !== '*') problems.error(path, stringMatchProblem(one, 'withoutHeaders'));
  }
}

function checkSource(problems: Problems, match: Fields, at: string): void {
  if (number(match.port) !== 0) problems.error(`${at}.port`, portProblem(match.port));
  for (const one of labelProblems(match.sourceLabels)) problems.error(`${at}.sourceLabels`, one);
  checkGatewayNames(problems.withoutWarnings(), texts(match.gateways), `${at}.gateways`);
  const namespace = text(match.sourceNamespace);
  if (namespace !== '' && !isDnsLabel(namespace)) {
    problems.error(`${at}.sourceNamespace`, `sourceNamespace "${namespace}" is no namespace`);
  }
}
