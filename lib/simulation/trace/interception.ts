import { addressRange, inRange } from '../listeners/address-range';
import type { Workload } from '../model/workload';

const PREFIX = 'traffic.sidecar.istio.io/';

/**
 * Whether the rules in a Pod leave a connection to its proxy; annotations of the Pod take ports and addresses away.
 *
 * @param address dialled address; empty where it is not known
 * @see https://istio.io/latest/docs/reference/config/annotations/
 */
export function intercepted(
  { annotations }: Workload,
  side: 'inbound' | 'outbound',
  port: number,
  address: string,
): boolean {
  if (!annotations) return true;
  const given = (name: string): readonly string[] | undefined =>
    annotations
      .get(PREFIX + name)
      ?.split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  const value = String(port);
  if (side === 'inbound') {
    const included = given('includeInboundPorts');
    if (given('excludeInboundPorts')?.includes(value)) return false;
    return included === undefined || included.includes('*') || included.includes(value);
  }
  if (given('excludeOutboundPorts')?.includes(value)) return false;
  if (given('includeOutboundPorts')?.some((item) => item === '*' || item === value)) return true;
  if (covers(given('excludeOutboundIPRanges'), address)) return false;
  const ranges = given('includeOutboundIPRanges');
  return ranges === undefined || ranges.includes('*') || covers(ranges, address);
}

function covers(ranges: readonly string[] | undefined, address: string): boolean {
  return (ranges ?? []).some((item) => {
    const range = addressRange(item);
    return range !== undefined && (address === '' ? range.bits === 0 : inRange(range, address));
  });
}
