import { createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import { isRecord, list, number, record, records, text } from '../model/fields';
import type { Fields } from '../../snapshot';

const ALGORITHMS: ReadonlyMap<string, { readonly hash: string; readonly pss?: boolean; readonly ec?: boolean }> =
  new Map([
    ['RS256', { hash: 'sha256' }],
    ['RS384', { hash: 'sha384' }],
    ['RS512', { hash: 'sha512' }],
    ['PS256', { hash: 'sha256', pss: true }],
    ['PS384', { hash: 'sha384', pss: true }],
    ['PS512', { hash: 'sha512', pss: true }],
    ['ES256', { hash: 'sha256', ec: true }],
    ['ES384', { hash: 'sha384', ec: true }],
    ['ES512', { hash: 'sha512', ec: true }],
  ]);
/** Claims that hold several words in one text. */
const SPACED = ['scope', 'permission'];

/** A token as it was sent. */
export interface Token {
  readonly raw: string;
  readonly header: Fields;
  readonly payload: Fields;
}

/** Reads a token; undefined where it is none. */
export function readToken(raw: string): Token | undefined {
  const parts = raw.split('.');
  if (parts.length !== 3) return undefined;
  try {
    const [header, payload] = parts
      .slice(0, 2)
      .map((part): unknown => JSON.parse(Buffer.from(part, 'base64url').toString()));
    return isRecord(header) && isRecord(payload) ? { raw, header, payload } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a key of the set signed the token. */
export function signedBy(token: Token, jwks: unknown): boolean {
  const set = typeof jwks === 'string' ? parsed(jwks) : jwks;
  const algorithm = ALGORITHMS.get(text(token.header['alg']));
  if (!algorithm) return false;
  const kid = text(token.header['kid']);
  const keys = records(record(set)['keys']);
  const named = kid === '' ? keys : keys.filter((key) => text(key['kid']) === kid || key['kid'] === undefined);
  const [header = '', payload = '', signature = ''] = token.raw.split('.');
  return named.some((key) => {
    try {
      return verify(
        algorithm.hash,
        Buffer.from(`${header}.${payload}`),
        {
          key: createPublicKey({ key: key as JsonWebKey, format: 'jwk' }),
          ...(algorithm.pss ? { padding: 6, saltLength: -1 } : {}),
          ...(algorithm.ec ? { dsaEncoding: 'ieee-p1363' as const } : {}),
        },
        Buffer.from(signature, 'base64url'),
      );
    } catch {
      return false;
    }
  });
}

/** The claims as policies and rules read them: words that one text holds become a list. */
export function claimsOf(token: Token, spaced: readonly string[]): ReadonlyMap<string, unknown> {
  const split = new Set([...SPACED, ...spaced]);
  return new Map(
    Object.entries(token.payload).map(([name, value]) => [
      name,
      split.has(name) && typeof value === 'string' && value.includes(' ') ? value.split(' ') : value,
    ]),
  );
}

/** Whether a token is out of date at an instant (seconds since 1970). */
export function outdated(token: Token, now: number): boolean {
  const until = number(token.payload['exp']);
  const from = number(token.payload['nbf']);
  const skew = 60;
  return (until !== undefined && now > until + skew) || (from !== undefined && now < from - skew);
}

/** Audiences of a token. */
export function audiencesOf(token: Token): readonly string[] {
  const { aud } = token.payload;
  return typeof aud === 'string' ? [aud] : list(aud).map(text);
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}
