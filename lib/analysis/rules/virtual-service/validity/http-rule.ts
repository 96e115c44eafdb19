import { list, maybe } from '../../../model/json';
import type { Problems } from '../../../model/validity/problems';
import { durationProblem } from '../../../model/validity/values';
import type { Fields } from '../../../../snapshot';
import { checkRoute } from './destination';
import { checkAuthority, checkHeaderChanges } from './headers';
import { checkDirectResponse, checkMirrors, checkRedirect } from './http-answer';
import { checkHttpMatches } from './http-match';
import { checkCors, checkFault, checkRetries, checkRewrite } from './http-policy';

/** One rule of `http`. @param isDelegate whether another VirtualService delegates to this one */
export function checkHttpRule(problems: Problems, rule: Fields, path: string, isDelegate: boolean): void {
  checkCombination(problems, rule, path, isDelegate);
  checkHttpMatches(problems, rule, path);
  const part = (name: string, check: (problems: Problems, value: unknown, path: string) => void): void => {
    if (rule[name] !== undefined) check(problems, rule[name], `${path}.${name}`);
  };
  part('headers', checkHeaderChanges);
  part('corsPolicy', checkCors);
  part('fault', checkFault);
  checkMirrors(problems, rule, path);
  part('redirect', () => checkRedirect(problems, rule, `${path}.redirect`));
  part('directResponse', checkDirectResponse);
  part('retries', checkRetries);
  part('rewrite', checkRewrite);
  part('headers', () => checkAuthority(problems, rule, path));
  checkRoute(problems, rule.route, `${path}.route`, (route, at) => {
    if (route.headers !== undefined) checkHeaderChanges(problems, route.headers, `${at}.headers`);
  });
  part('timeout', (_, timeout, at) => problems.error(at, durationProblem(timeout)));
}

/** What may stand beside what. */
function checkCombination(problems: Problems, rule: Fields, path: string, isDelegate: boolean): void {
  const has = (name: string) => maybe(rule[name]) !== undefined;
  const routes = list(rule.route).length > 0;
  if (has('delegate') && !isDelegate) {
    if (has('redirect')) problems.error(`${path}.redirect`, 'a rule that delegates cannot redirect');
    if (routes) problems.error(`${path}.route`, 'a rule that delegates cannot have a route');
    return;
  }
  if (has('delegate')) problems.error(`${path}.delegate`, 'a rule that is delegated to cannot delegate');
  const answer = has('redirect') ? 'redirect' : has('directResponse') ? 'directResponse' : undefined;
  if (answer === undefined) {
    if (!routes) problems.error(path, 'a rule needs a route, a redirect or a directResponse');
  } else {
    if (routes) problems.error(`${path}.route`, `route and ${answer} exclude each other`);
    for (const other of ['fault', 'rewrite']) {
      if (has(other)) problems.error(`${path}.${other}`, `${other} and ${answer} exclude each other`);
    }
    if (answer === 'redirect' && has('directResponse')) {
      problems.error(`${path}.directResponse`, 'directResponse and redirect exclude each other');
    }
  }
  if (has('mirror') && list(rule.mirrors).length > 0) problems.error(path, 'mirror and mirrors exclude each other');
}
