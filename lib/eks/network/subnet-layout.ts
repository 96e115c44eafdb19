import { ConfigurationError, type IErrorScope } from '../../errors';
import { contains, formatCidr, nth, overlaps, parseCidr, type Cidr } from './cidr';

/** Blocks of every subnet of a network, one of each kind for each zone. */
export interface SubnetLayout {
  readonly vpc: string;
  readonly privateBlocks: readonly string[];
  readonly publicBlocks: readonly string[];
  /** Blocks of the subnets that gateway nodes stand in; empty without such nodes. */
  readonly gatewayBlocks: readonly string[];
}

export interface LayoutRequest {
  readonly vpc: string;
  readonly zones: number;
  readonly privateBlocks?: readonly string[];
  readonly publicBlocks?: readonly string[];
  readonly gatewayNodes: boolean;
}

// The VPC is cut into eighths: private subnets take the first six, gateway nodes part of the seventh, public part of the last.
const EIGHTH = 3;
const SMALL = 8;
const SMALL_IN_EIGHTH = 32;
/** This host, loopback, link-local, multicast and reserved. */
const UNUSABLE = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3'].map((block) => parseCidr('vpc', block));
const SMALLEST = { private: 24, public: 27, gateway: 27 } as const;

/**
 * Computes the blocks that were not given, and checks those that were.
 * @throws ConfigurationError EksCidr, EksZones, EksSubnetLayout
 */
export function layOut(at: IErrorScope, request: LayoutRequest): SubnetLayout {
  const vpc = parseCidr(at, request.vpc);
  if (vpc.prefix < 16 || vpc.prefix > 19) {
    throw new ConfigurationError('EksSubnetLayout', { at, problem: 'size of the VPC', value: request.vpc });
  }
  if (UNUSABLE.some((block) => contains(block, vpc))) {
    throw new ConfigurationError('EksSubnetLayout', {
      at,
      problem: 'no VPC can have these addresses',
      value: request.vpc,
      allowed: 'a block of private addresses, or of public ones that are yours',
      fix: 'choose a block within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10',
    });
  }
  const computed = (eighth: number) =>
    range(request.zones).map((zone) => nth(vpc, vpc.prefix + SMALL, eighth * SMALL_IN_EIGHTH + zone));
  const blocks = {
    private:
      request.privateBlocks?.map((block) => parseCidr(at, block)) ??
      range(request.zones).map((zone) => nth(vpc, vpc.prefix + EIGHTH, zone)),
    public: request.publicBlocks?.map((block) => parseCidr(at, block)) ?? computed(7),
    gateway: request.gatewayNodes ? computed(6) : [],
  };
  checkCounts(at, request, blocks);
  checkPlaces(at, vpc, blocks);
  return {
    vpc: request.vpc,
    privateBlocks: blocks.private.map(formatCidr),
    publicBlocks: blocks.public.map(formatCidr),
    gatewayBlocks: blocks.gateway.map(formatCidr),
  };
}

type Blocks = Readonly<Record<keyof typeof SMALLEST, readonly Cidr[]>>;

function checkCounts(at: IErrorScope, request: LayoutRequest, blocks: Blocks): void {
  for (const kind of ['private', 'public'] as const) {
    if (blocks[kind].length !== request.zones) {
      throw new ConfigurationError('EksZones', {
        at,
        problem: `${blocks[kind].length} ${kind} subnets in ${request.zones} zones`,
      });
    }
  }
}

function checkPlaces(at: IErrorScope, vpc: Cidr, blocks: Blocks): void {
  const placed: Cidr[] = [];
  for (const kind of ['private', 'public', 'gateway'] as const) {
    for (const block of blocks[kind]) {
      const value = formatCidr(block);
      if (block.prefix > SMALLEST[kind]) {
        throw new ConfigurationError('EksSubnetLayout', { at, problem: `${kind} subnet is too small`, value });
      }
      if (!contains(vpc, block)) {
        throw new ConfigurationError('EksSubnetLayout', { at, problem: `${kind} subnet is outside the VPC`, value });
      }
      const other = placed.find((earlier) => overlaps(earlier, block));
      if (other) {
        throw new ConfigurationError('EksSubnetLayout', {
          at,
          problem: `${kind} subnet overlaps ${formatCidr(other)}`,
          value,
        });
      }
      placed.push(block);
    }
  }
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}
