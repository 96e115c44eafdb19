import type { Fields } from '../../snapshot';
import { compareText, type Config } from '../model/config';
import { flag, records, text, texts } from '../model/fields';
import { queryParam, type RequestView } from '../routes/request-view';
import { audiencesOf, claimsOf, outdated, readToken, signedBy, type Token } from './token';

/** What tokens of a request came to. */
export interface Authentication {
  /** 401 or 403 where a token is no good. */
  readonly status?: 401 | 403;
  readonly reason?: string;
  readonly claims?: ReadonlyMap<string, unknown>;
  /** Headers that the proxy writes from claims. */
  readonly set: ReadonlyMap<string, string>;
  /** Headers whose token is not passed on. */
  readonly removed: readonly string[];
  /** Query parameters whose token is not passed on. */
  readonly removedParams: readonly string[];
  /** A field that decides here and cannot be known. */
  readonly unsupported?: string;
}

const NOTHING: Authentication = { set: new Map(), removed: [], removedParams: [] };

interface Place {
  readonly kind: 'header' | 'param' | 'cookie';
  readonly name: string;
  readonly value: string;
}

/**
 * Checks the tokens of a request by the rules of every RequestAuthentication that holds.
 *
 * @param now instant at which tokens are judged, in seconds since 1970
 */
export function authenticate(policies: readonly Config[], request: RequestView, now: number): Authentication {
  const rules = policies
    .flatMap((policy) => records(policy.spec['jwtRules']))
    .sort((a, b) => compareText(text(a['issuer']), text(b['issuer'])));
  if (rules.length === 0) return NOTHING;
  let failure: Authentication | undefined;
  let success: Authentication | undefined;
  for (const rule of rules) {
    for (const place of placesOf(rule, request)) {
      const result = check(rule, place, rules, now);
      if (result.status === undefined) success ??= result;
      else if (!failure || failure.reason === 'issuer is not configured') failure = result;
      break;
    }
  }
  return success ?? failure ?? NOTHING;
}

function check(rule: Fields, place: Place, rules: readonly Fields[], now: number): Authentication {
  const token = readToken(place.value);
  const fail = (status: 401 | 403, reason: string): Authentication => ({ ...NOTHING, status, reason });
  if (!token) return fail(401, 'token is malformed');
  const issuer = text(token.payload['iss']);
  if (issuer !== text(rule['issuer'])) {
    const known = rules.some((other) => text(other['issuer']) === issuer);
    return fail(401, known ? 'token is of another issuer' : 'issuer is not configured');
  }
  if (outdated(token, now)) return fail(401, 'token is expired');
  const audiences = texts(rule['audiences']);
  if (audiences.length > 0 && !audiencesOf(token).some((audience) => audiences.includes(audience))) {
    return fail(403, 'audience is not allowed');
  }
  if (text(rule['jwks']) === '') return { ...NOTHING, unsupported: 'RequestAuthentication spec.jwtRules.jwksUri' };
  if (!signedBy(token, rule['jwks'])) return fail(401, 'signature is wrong');
  return accepted(rule, place, token);
}

function accepted(rule: Fields, place: Place, token: Token): Authentication {
  const claims = claimsOf(token, texts(rule['spaceDelimitedClaims']));
  const set = new Map<string, string>();
  for (const output of records(rule['outputClaimToHeaders'])) {
    const value = nested(token.payload, text(output['claim']));
    if (value !== undefined) set.set(text(output['header']).toLowerCase(), value);
  }
  const payload = text(rule['outputPayloadToHeader']);
  if (payload !== '') set.set(payload.toLowerCase(), token.raw.split('.')[1] ?? '');
  const dropped = !flag(rule['forwardOriginalToken']);
  return {
    claims,
    set,
    removed: dropped && place.kind === 'header' ? [place.name] : [],
    removedParams: dropped && place.kind === 'param' ? [place.name] : [],
  };
}

function nested(payload: Fields, path: string): string | undefined {
  let value: unknown = payload;
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Where a rule looks for tokens: the Authorization header and `access_token`, unless it says otherwise. */
function placesOf(rule: Fields, { headers, query }: RequestView): readonly Place[] {
  const out: Place[] = [];
  const given = records(rule['fromHeaders']);
  const params = texts(rule['fromParams']);
  const cookies = texts(rule['fromCookies']);
  const own = given.length + params.length + cookies.length > 0;
  const wanted = own ? given.map((one) => [text(one['name']), text(one['prefix'])]) : [['authorization', 'Bearer ']];
  for (const [name = '', prefix = ''] of wanted) {
    const value = headers.get(name.toLowerCase());
    if (value === undefined || !value.includes(prefix)) continue;
    out.push({
      kind: 'header',
      name: name.toLowerCase(),
      value: value.slice(value.indexOf(prefix) + prefix.length).trim(),
    });
  }
  for (const name of own ? params : ['access_token']) {
    const value = queryParam(query, name);
    if (value !== undefined) out.push({ kind: 'param', name, value });
  }
  for (const name of cookies) {
    const pair = (headers.get('cookie') ?? '').split(';').map((part) => part.trim());
    const found = pair.find((part) => part.startsWith(`${name}=`));
    if (found) out.push({ kind: 'cookie', name, value: found.slice(name.length + 1) });
  }
  return out;
}
