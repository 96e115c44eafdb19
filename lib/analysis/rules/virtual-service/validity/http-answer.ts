/** Rules that answer by themselves, and copies of requests. */
import { list, maybe, number, objects, text, fields } from '../../../model/json';
import type { Problems } from '../../../model/validity/problems';
import { portProblem } from '../../../model/validity/values';
import type { Fields } from '../../../../snapshot';
import { checkDestination } from './destination';
import { statusProblem } from './http-policy';

const LARGE = 100 * 1024;
const TOO_LARGE = 1024 * 1024;

export function checkRedirect(problems: Problems, rule: Fields, path: string): void {
  const redirect = maybe(rule.redirect);
  if (redirect) problems.error(path, redirectProblem(redirect, objects(rule.match)));
}

function redirectProblem(redirect: Fields, matches: readonly Fields[]): string | undefined {
  const [uri, prefix, scheme] = [text(redirect.uri), text(redirect.prefixRewrite), text(redirect.scheme)];
  if (uri !== '' && prefix !== '') return 'a redirect has uri or prefixRewrite, not both';
  if (prefix !== '' && matches.some((match) => maybe(match.uri) && fields(match.uri).prefix === undefined)) {
    return 'prefixRewrite needs every uri of the rule to match by prefix';
  }
  const hasPort = redirect.port !== undefined || redirect.derivePort !== undefined;
  if (uri === '' && prefix === '' && text(redirect.authority) === '' && !hasPort && scheme === '') {
    return 'a redirect needs uri, prefixRewrite, authority, scheme or port';
  }
  const code = number(redirect.redirectCode);
  if (code !== 0 && (code < 300 || code > 399)) return `redirectCode ${code} is not within 300 to 399`;
  if (!['', 'http', 'https'].includes(scheme)) return `scheme "${scheme}" of a redirect is neither http nor https`;
  return number(redirect.port) > 0 ? portProblem(redirect.port) : undefined;
}

export function checkDirectResponse(problems: Problems, value: unknown, path: string): void {
  const response = maybe(value);
  if (!response) return;
  const { string, bytes } = fields(response.body);
  const size = string === undefined ? Buffer.byteLength(text(bytes), 'base64') : Buffer.byteLength(text(string));
  if (size > TOO_LARGE) problems.error(`${path}.body`, 'the body is over 1 MiB');
  else if (size > LARGE) problems.warning(`${path}.body`, 'a body over 100 KiB slows istiod down');
  problems.error(`${path}.status`, statusProblem(response.status));
}

export function checkMirrors(problems: Problems, rule: Fields, path: string): void {
  checkMirrorPercent(problems, rule, path);
  if (rule.mirrorPercentage !== undefined) {
    checkPercentage(problems, rule.mirrorPercentage, `${path}.mirrorPercentage`, 'mirrorPercentage');
  }
  if (rule.mirror !== undefined) checkDestination(problems, rule.mirror, `${path}.mirror`);
  list(rule.mirrors).forEach((value, i) => {
    const mirror = fields(value);
    const at = `${path}.mirrors[${i}]`;
    if (!maybe(mirror.destination)) {
      problems.error(`${at}.destination`, 'a mirror needs a destination');
      return;
    }
    checkDestination(problems, mirror.destination, `${at}.destination`);
    checkPercentage(problems, mirror.percentage, `${at}.percentage`, 'percentage of a mirror');
  });
}

/** The field has two names; the first one counts where both are there. */
function checkMirrorPercent(problems: Problems, rule: Fields, path: string): void {
  const name = rule.mirrorPercent === undefined ? 'mirror_percent' : 'mirrorPercent';
  const value = rule[name];
  if (value === undefined || value === null) return;
  const percent = number(value);
  if (percent > 100) problems.error(`${path}.${name}`, `${name} ${percent} is over 100`);
  problems.warning(`${path}.${name}`, `${name} is deprecated; use mirrorPercentage`);
}

function checkPercentage(problems: Problems, value: unknown, path: string, of: string): void {
  if (!maybe(value)) return;
  const percentage = number(fields(value).value);
  if (percentage > 100) problems.error(path, `${of} ${percentage} is over 100`);
  if (percentage < 0) problems.error(path, `${of} ${percentage} is negative`);
}
