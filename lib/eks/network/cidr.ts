import { ConfigurationError, type IErrorScope } from '../../errors';

/** An IPv4 block: the first address as a number, and the prefix length. */
export interface Cidr {
  readonly first: number;
  readonly prefix: number;
}

// No leading zeros: some readers take them for octal, and the provider refuses them.
const SHAPE = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\/(0|[1-9]\d?)$/;

/** Addresses in the block. */
export function sizeOf(block: Cidr): number {
  return 2 ** (32 - block.prefix);
}

/**
 * Reads a block, strictly: four octets, and no host bits.
 * @throws ConfigurationError EksCidr
 */
export function parseCidr(at: IErrorScope | string, text: string): Cidr {
  const match = SHAPE.exec(text);
  const numbers = match?.slice(1).map(Number) ?? [];
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = numbers;
  const first = ((a * 256 + b) * 256 + c) * 256 + d;
  if (!match || [a, b, c, d].some((octet) => octet > 255) || prefix > 32 || first % 2 ** (32 - prefix) !== 0) {
    throw new ConfigurationError('EksCidr', { at, problem: 'not a CIDR block', value: text });
  }
  return { first, prefix };
}

export function formatCidr(block: Cidr): string {
  const octet = (power: number) => Math.floor(block.first / 256 ** power) % 256;
  return `${octet(3)}.${octet(2)}.${octet(1)}.${octet(0)}/${block.prefix}`;
}

/** The `index`th block of `prefix` within `outer`, counted from zero. */
export function nth(outer: Cidr, prefix: number, index: number): Cidr {
  return { first: outer.first + index * 2 ** (32 - prefix), prefix };
}

export function contains(outer: Cidr, inner: Cidr): boolean {
  return inner.first >= outer.first && inner.first + sizeOf(inner) <= outer.first + sizeOf(outer);
}

export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.first < b.first + sizeOf(b) && b.first < a.first + sizeOf(a);
}

/**
 * Reads blocks of one list.
 * @throws ConfigurationError EksCidr for a block that is none, or that is named twice
 */
export function parseCidrs(at: IErrorScope | string, texts: readonly string[]): readonly Cidr[] {
  const twice = texts.find((text, index) => texts.indexOf(text) !== index);
  if (twice !== undefined) {
    throw new ConfigurationError('EksCidr', { at, problem: 'a block is named twice', value: twice });
  }
  return texts.map((text) => parseCidr(at, text));
}
