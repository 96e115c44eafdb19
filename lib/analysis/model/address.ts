/** IP addresses and prefixes as Istio's webhook reads them. */
import { isIP } from 'node:net';

/** An IPv4 or IPv6 address; leading zeros are no address. An IPv6 address may have a zone of any name. */
export function isAddress(text: string): boolean {
  const zone = text.indexOf('%');
  return zone < 0 ? isIP(text) !== 0 : zone < text.length - 1 && isIP(text.slice(0, zone)) === 6;
}

/** An address with a prefix length: `10.0.0.0/8`. */
export function isPrefix(text: string): boolean {
  const slash = text.lastIndexOf('/');
  if (slash < 0) return false;
  const [address, bits] = [text.slice(0, slash), text.slice(slash + 1)];
  const version = address.includes('%') ? 0 : isIP(address);
  return version !== 0 && /^(0|[1-9]\d{0,2})$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128);
}

/** An address, or a prefix. */
export function isAddressOrPrefix(text: string): boolean {
  return text.includes('/') ? isPrefix(text) : isAddress(text);
}
