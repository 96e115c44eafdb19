/** Keys that tokens are checked with, as istiod reads them: less strictly than RFC 7517 has it. */
import { X509Certificate } from 'node:crypto';
import { isFields, list } from '../../../model/json';
import type { Fields } from '../../../../snapshot';

/** Members without which a key of a type is none; a private one has `d` as well. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  RSA: ['n', 'e'],
  EC: ['crv', 'x', 'y'],
  OKP: ['crv', 'x'],
  oct: ['k'],
};
const TEXTS = ['alg', 'kid', 'use', 'x5t', 'x5t#S256', 'x5u'];
const BYTES: Readonly<Record<string, readonly string[]>> = {
  RSA: ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'],
  EC: ['x', 'y', 'd'],
  OKP: ['x', 'd'],
  oct: ['k'],
};

/** One key, as far as it matters here. */
export interface JsonWebKey {
  /** Whether it can sign, so that nobody may read it. */
  readonly isPrivate: boolean;
}

/** The keys of a JWK or JWK set, or what is wrong with it. What follows the JSON is not read. */
export function keysOf(jwks: string): readonly JsonWebKey[] | string {
  let read: unknown;
  try {
    read = JSON.parse(firstObject(jwks));
  } catch {
    return 'jwks is no JSON';
  }
  if (!isFields(read)) return 'jwks is neither a key nor a set of keys';
  if (!Object.hasOwn(read, 'keys')) return keysFrom([read]);
  const { keys } = read;
  return keys === null || Array.isArray(keys) ? keysFrom(list(keys)) : 'keys of jwks are no list';
}

/** The text up to the brace that closes its first one. */
function firstObject(text: string): string {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/gs)) {
    if (token === '{') depth++;
    else if (token === '}') depth--;
    if (token === '}' && depth === 0) return text.slice(0, index + 1);
  }
  return text;
}

function keysFrom(values: readonly unknown[]): readonly JsonWebKey[] | string {
  const keys: JsonWebKey[] = [];
  for (const value of values) {
    const key = isFields(value) ? keyFrom(value) : 'jwks holds a key that is no object';
    if (typeof key === 'string') return key;
    keys.push(key);
  }
  return keys;
}

function keyFrom(key: Fields): JsonWebKey | string {
  const kty = key.kty ?? '';
  const needed = typeof kty === 'string' && Object.hasOwn(NEEDED, kty) ? NEEDED[kty] : undefined;
  if (typeof kty !== 'string' || !needed) return `jwks holds a key of unknown type ${JSON.stringify(kty)}`;
  const missing = needed.find((name) => key[name] === undefined);
  if (missing !== undefined) return `jwks holds a ${kty} key without "${missing}"`;
  const isOf = (test: (value: unknown) => boolean) => (name: string) => key[name] === undefined || test(key[name]);
  const texts = [...TEXTS, ...(kty === 'EC' || kty === 'OKP' ? ['crv'] : [])];
  const noText = texts.find((name) => !isOf(isText)(name));
  if (noText !== undefined) return `jwks holds a key whose "${noText}" is no text`;
  const noBytes = BYTES[kty]!.find((name) => !isOf(isBytes)(name));
  if (noBytes !== undefined) return `jwks holds a key whose "${noBytes}" is not written in base64url`;
  if (!isOf(isTexts)('key_ops')) return 'jwks holds a key whose "key_ops" are no texts';
  if (!isOf(isChain)('x5c')) return 'jwks holds a key whose "x5c" is no chain of certificates';
  return { isPrivate: kty === 'oct' || key.d !== undefined };
}

/** Null is an empty text to Go. */
function isText(value: unknown): boolean {
  return value === null || typeof value === 'string';
}

function isTexts(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.every(isText));
}

/** Either alphabet of base64, with all of the padding or without any. */
function isBytes(value: unknown): boolean {
  if (!isText(value)) return false;
  const written = String(value ?? '').replace(/[\r\n]/g, '');
  const text = written.replace(/={1,2}$/, '');
  const isPadded = text.length < written.length;
  const length = isPadded ? written.length % 4 === 0 : text.length % 4 !== 1;
  return length && /^(?:[A-Za-z0-9_-]*|[A-Za-z0-9+/]*)$/.test(text);
}

function isChain(value: unknown): boolean {
  if (value === null) return true;
  return Array.isArray(value) && value.every((one) => typeof one === 'string' && isBytes(one) && isCertificate(one));
}

function isCertificate(text: string): boolean {
  try {
    return new X509Certificate(Buffer.from(text, 'base64')).raw.length > 0;
  } catch {
    return false;
  }
}
