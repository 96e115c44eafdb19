/** Why no request satisfies a match by itself. Sound: what may be satisfied somehow is left alone. */
import type { Fields } from '../../snapshot';
import { methodInCapitals } from './http-methods';
import { fields } from './json';
import { isJwtClaim } from './jwt-claim';
import { coversText, startOf, textForm, type TextForm } from './text-cover';

/** A condition that nothing meets. */
export interface Impossible {
  /** Path below the match. */
  readonly path: string;
  /** What is wrong, and how to correct it. */
  readonly why: string;
}

const SCHEMES = ['http', 'https'];

/** The first condition of an HTTP match that no request meets, whoever takes the rule. */
export function impossibleOf(match: Fields): Impossible | undefined {
  return uriProblem(match) ?? schemeProblem(match) ?? methodProblem(match) ?? headerProblem(match);
}

function uriProblem({ uri }: Fields): Impossible | undefined {
  const form = textForm(uri);
  const start = startOf(form);
  // OPTIONS may be for `*`.
  if (start === undefined || start === '' || start === '*') return undefined;
  const path = `uri.${form.kind}`;
  if (!start.startsWith('/')) return { path, why: `a path begins with a slash: "/${start}"` };
  // In a regex they mean something else, or are escaped by somebody who knows.
  const isPlain = form.kind !== 'regex';
  return isPlain && /[?#]/.test(start)
    ? { path, why: 'a path is compared without its query; use queryParams' }
    : undefined;
}

function schemeProblem({ scheme }: Fields): Impossible | undefined {
  const form = textForm(scheme);
  const isLiteral = form.kind === 'exact' || form.kind === 'prefix';
  if (!isLiteral || SCHEMES.some((one) => coversText(form, { kind: 'exact', value: one }))) return undefined;
  return { path: `scheme.${form.kind}`, why: 'a scheme is "http" or "https"' };
}

function methodProblem({ method }: Fields): Impossible | undefined {
  const { kind, value } = textForm(method);
  const upper = methodInCapitals(value);
  if (kind !== 'exact' || upper === undefined) return undefined;
  return { path: 'method.exact', why: `methods are in capitals: "${upper}"` };
}

/** A header that is asked for, and is not to be there with any such value. */
function headerProblem(match: Fields): Impossible | undefined {
  if (match.withoutHeaders === undefined) return undefined;
  const asked = new Map(
    Object.entries(fields(match.headers)).map(([name, one]) => [name.toLowerCase(), textForm(one)]),
  );
  for (const [name, excluded] of Object.entries(fields(match.withoutHeaders))) {
    const form: TextForm | undefined = asked.get(name.toLowerCase());
    if (form === undefined || isJwtClaim(name) || !coversText(textForm(excluded), form)) continue;
    return { path: `withoutHeaders.${name}`, why: `headers asks for "${name}", and withoutHeaders rules it out` };
  }
  return undefined;
}
