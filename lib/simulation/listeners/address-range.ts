/** A range of IP addresses. */
export interface AddressRange {
  readonly text: string;
  readonly bits: number;
  readonly v6: boolean;
  readonly value: bigint;
}

/** Reads an address or a CIDR range; undefined where it is neither. */
export function addressRange(text: string): AddressRange | undefined {
  const [address = '', length] = text.split('/');
  const value = addressValue(address);
  if (value === undefined) return undefined;
  const v6 = address.includes(':');
  const full = v6 ? 128 : 32;
  const bits = length === undefined ? full : Number(length);
  if (!Number.isInteger(bits) || bits < 0 || bits > full) return undefined;
  const shift = BigInt(full - bits);
  return { text, bits, v6, value: (value >> shift) << shift };
}

/** Whether an address lies in a range. */
export function inRange(range: AddressRange, address: string): boolean {
  if (range.v6 !== address.includes(':')) return false;
  const value = addressValue(address);
  if (value === undefined) return false;
  const shift = BigInt((range.v6 ? 128 : 32) - range.bits);
  return value >> shift === range.value >> shift;
}

/** The number that an IP address stands for; undefined where it is none. */
function addressValue(address: string): bigint | undefined {
  if (!address.includes(':')) {
    const parts = address.split('.');
    if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
    return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  }
  const halves = address.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map(groups);
  const gap = 8 - head.length - tail.length;
  if (halves.length === 1 ? head.length !== 8 : gap < 1) return undefined;
  const all = halves.length === 1 ? head : [...head, ...Array<string>(gap).fill('0'), ...tail];
  if (!all.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return all.reduce((sum, group) => sum * 65536n + BigInt(Number.parseInt(group, 16)), 0n);
}

function groups(half: string): string[] {
  return half === '' ? [] : half.split(':');
}
