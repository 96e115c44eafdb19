import { objects, text, texts } from '../../model/json';
import { REQUEST_AUTHENTICATION } from '../../model/kinds';
import { anyUrl } from '../../model/url';
import { strictHeaderProblem } from '../../model/validity/header-names';
import type { Problems } from '../../model/validity/problems';
import { ruleOfKind } from '../../model/validity/rule-of-kind';
import { checkTargets } from '../../model/validity/selectors';
import { durationProblem } from '../../model/validity/values';
import type { Fields } from '../../../snapshot';
import { keysOf } from './validity/json-web-keys';

const LISTS = { audiences: 'audience', fromParams: 'parameter', fromCookies: 'cookie' } as const;

export const rule = ruleOfKind('valid-request-authentication', REQUEST_AUTHENTICATION, (problems) => {
  checkTargets(problems);
  objects(problems.resource.spec.jwtRules).forEach((one, i) => checkJwt(problems, one, `spec.jwtRules[${i}]`));
});

function checkJwt(problems: Problems, jwt: Fields, path: string): void {
  for (const [field, what] of Object.entries(LISTS)) {
    texts(jwt[field]).forEach((value, i) => {
      if (value === '') problems.error(`${path}.${field}[${i}]`, `the ${what} is empty`);
    });
  }
  // The field has two names; the second one is left from v1alpha1.
  const [name, value] = jwt.jwksUri === undefined ? ['jwks_uri', jwt.jwks_uri] : ['jwksUri', jwt.jwksUri];
  const uri = text(value);
  if (text(jwt.issuer) === '' && uri === '') problems.error(path, 'issuer or jwksUri is needed');
  if (uri !== '') problems.error(`${path}.${name}`, uriProblem(uri));
  checkKeys(problems, text(jwt.jwks), `${path}.jwks`);
  objects(jwt.fromHeaders).forEach(({ name }, i) => {
    if (text(name) === '') problems.error(`${path}.fromHeaders[${i}].name`, 'the name of the header is empty');
  });
  objects(jwt.outputClaimToHeaders).forEach((one, i) => {
    const at = `${path}.outputClaimToHeaders[${i}]`;
    const [header, claim] = [text(one.header), text(one.claim)];
    if (header === '' || claim === '') problems.error(at, 'header and claim are needed');
    else problems.error(`${at}.header`, strictHeaderProblem(header));
  });
  problems.error(`${path}.timeout`, durationProblem(jwt.timeout));
}

function uriProblem(uri: string): string | undefined {
  const url = anyUrl(uri);
  if (!url) return `"${uri}" is no URL`;
  if (url.scheme !== 'http' && url.scheme !== 'https') return `"${uri}" is no URL with scheme http or https`;
  return url.port !== '' && BigInt(url.port) >= 2n ** 63n ? `port ${url.port} of "${uri}" is too large` : undefined;
}

function checkKeys(problems: Problems, jwks: string, path: string): void {
  if (jwks === '') return;
  const keys = keysOf(jwks);
  if (typeof keys === 'string') {
    problems.error(path, keys);
    return;
  }
  keys.forEach(({ isPrivate }, i) => {
    if (isPrivate) {
      problems.warning(path, `key ${i} of jwks is private; write public keys only, everybody can read this resource`);
    }
  });
}
