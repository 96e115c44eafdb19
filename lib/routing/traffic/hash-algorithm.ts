import type { DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHash } from '../../../imports/networking.istio.io';
import { ConfigurationError } from '../../errors';
import { MAX_UINT32, checkWhole } from '../value';

type Rendered = Pick<DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHash, 'ringHash' | 'maglev'>;

/** Envoy's default. */
const MAGLEV_TABLE = 65537;
/** The largest that Envoy takes. */
const LARGEST_TABLE = 5_000_010;

/**
 * How hash values are laid out over the endpoints.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB
 */
export class HashAlgorithm {
  /**
   * A ring; moves few callers when endpoints come and go.
   *
   * @param minimumSize least number of places on the ring, 0–4294967295; more spread the load better. Default: 1024
   * @throws ConfigurationError NumberOutOfRange
   */
  public static ring(minimumSize?: number): HashAlgorithm {
    if (minimumSize === undefined) return new HashAlgorithm({ ringHash: {} });
    const at = 'HashAlgorithm.ring';
    const size = checkWhole(minimumSize, at, { of: 'minimumSize', max: MAX_UINT32 });
    return new HashAlgorithm({ ringHash: { minimumRingSize: size } });
  }

  /**
   * A table; quicker and more even than a ring, and moves more callers.
   *
   * @param tableSize a prime number below 5000011. Default: 65537
   * @throws ConfigurationError TableSizeNotPrime
   */
  public static maglev(tableSize: number = MAGLEV_TABLE): HashAlgorithm {
    if (!(tableSize <= LARGEST_TABLE && isPrime(tableSize))) {
      throw new ConfigurationError('TableSizeNotPrime', {
        at: 'HashAlgorithm.maglev',
        problem: 'no prime number in range',
        value: tableSize,
      });
    }
    return new HashAlgorithm({ maglev: { tableSize } });
  }

  private constructor(private readonly rendered: Rendered) {}

  /** @internal */
  public _render(): Rendered {
    return { ...this.rendered };
  }
}

function isPrime(number: number): boolean {
  if (!Number.isInteger(number) || number < 2) return false;
  for (let divisor = 2; divisor * divisor <= number; divisor++) if (number % divisor === 0) return false;
  return true;
}
