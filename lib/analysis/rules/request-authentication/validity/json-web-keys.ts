import { isFields, text } from '../../../model/json';
import type { Fields } from '../../../../snapshot';

/** Members without which a key of a type is none. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  RSA: ['n', 'e'],
  EC: ['crv', 'x', 'y'],
  OKP: ['crv', 'x'],
  oct: ['k'],
};

/** The keys of a JWK or JWK set, or what is wrong with it. */
export function keysOf(jwks: string): readonly Fields[] | string {
  let read: unknown;
  try {
    read = JSON.parse(jwks);
  } catch {
    return 'jwks is no JSON';
  }
  if (!isFields(read)) return 'jwks is neither a key nor a set of keys';
  const keys: readonly unknown[] = Array.isArray(read.keys) ? (read.keys as unknown[]) : [read];
  for (const key of keys) {
    const kty = isFields(key) ? text(key.kty) : '';
    const needed = Object.hasOwn(NEEDED, kty) ? NEEDED[kty] : undefined;
    if (!isFields(key) || !needed) return `jwks holds a key of unknown type "${kty}"`;
    const missing = needed.find((name) => text(key[name]) === '');
    if (missing !== undefined) return `jwks holds a ${kty} key without "${missing}"`;
  }
  return keys as readonly Fields[];
}
