import { Token } from 'cdktf';
import { ConfigurationError, type IErrorScope } from '../../errors';
import { REGION_NAME } from '../region-name';

const DEFAULT_REGION = 'us-east-1';
const REGION = new RegExp(`^${REGION_NAME}$`);

/**
 * The region of a stack. Zones of another region most often mean that the region was forgotten.
 * @throws ConfigurationError EksRegion
 */
export function checkRegion(
  at: IErrorScope,
  region: string = DEFAULT_REGION,
  zones: number | readonly string[] = [],
): string {
  if (!REGION.test(region)) throw new ConfigurationError('EksRegion', { at, problem: 'region', value: region });
  if (typeof zones === 'number') return region;
  const elsewhere = zones.find((zone) => !Token.isUnresolved(zone) && !zone.startsWith(region));
  if (elsewhere !== undefined) {
    throw new ConfigurationError('EksRegion', { at, problem: `zone ${elsewhere} is not in the region`, value: region });
  }
  return region;
}
