import { createHash } from 'node:crypto';
import { ConfigurationError, type IErrorScope } from '../errors';

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LONGEST_LABEL = 63;
const HASH_LENGTH = 8;

/** Whether the text is a DNS-1123 label. */
export function isDnsLabel(text: string): boolean {
  return text.length <= LONGEST_LABEL && DNS_LABEL.test(text);
}

/**
 * Checks a DNS-1123 label (name of an Istio resource, subset, namespace) and returns it.
 *
 * @throws ConfigurationError NameNotDnsLabel
 */
export function checkDnsLabel(name: string, at: IErrorScope | string, of = 'name'): string {
  if (typeof name !== 'string' || !isDnsLabel(name)) {
    throw new ConfigurationError('NameNotDnsLabel', { at, problem: `${of} is no DNS-1123 label`, value: name });
  }
  return name;
}

/**
 * A DNS-1123 label that a person recognises, from a few words and a host or label: `label('https', '*.shop.com')` is
 * `https-any-shop-com`. The same parts always give the same label, and two lists of the same length that end in different hosts,
 * or in different labels, never share one: where writing `.` as `-` could make two hosts alike, or the text is too long, a hash
 * follows.
 */
export function label(...parts: readonly string[]): string {
  const readable = parts
    .join('-')
    .toLowerCase()
    .replace(/\*/g, 'any')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const words = parts.slice(0, -1);
  const last = parts[parts.length - 1] ?? '';
  const unambiguous = words.every((word) => /^[a-z0-9]+$/.test(word)) && (DNS_LABEL.test(last) || isPlainHost(last));
  if (unambiguous && readable.length <= LONGEST_LABEL) return readable;
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, HASH_LENGTH);
  const head = readable.slice(0, LONGEST_LABEL - HASH_LENGTH - 1).replace(/-+$/, '');
  return head === '' ? `x${hash}` : `${head}-${hash}`;
}

function isPlainHost(text: string): boolean {
  return /^(\*\.)?[a-z0-9]+(\.[a-z0-9]+)*$/.test(text) && !text.startsWith('any.');
}
