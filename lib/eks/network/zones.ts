import { DataAwsAvailabilityZones } from '@cdktf/provider-aws/lib/data-aws-availability-zones';
import { Fn, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { ConfigurationError } from '../../errors';
import { REGION_NAME } from '../region-name';

/**
 * Zones in which EKS refuses to place a control plane, by the zone ids that are the same in every account.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html#network-requirements-subnets
 */
const UNSUPPORTED_ZONE_IDS = ['use1-az3', 'usw1-az2', 'cac1-az3'] as const;

/** A zone of a region itself: a Local Zone is called us-west-2-lax-1a. */
const ZONE = new RegExp(`^${REGION_NAME}[a-z]$`);

const ZONE_ID = /^[a-z]+\d-az\d+$/;

/**
 * The zones of a network: those named, or the first `count` of the region that EKS accepts.
 * @throws ConfigurationError EksZones
 */
export function zonesOf(
  scope: Construct,
  zones: number | readonly string[],
  excluded: readonly string[] = UNSUPPORTED_ZONE_IDS,
): readonly string[] {
  const count = typeof zones === 'number' ? zones : new Set(zones).size;
  if (!Number.isInteger(count) || count < 2 || count > 6 || (typeof zones !== 'number' && count !== zones.length)) {
    throw new ConfigurationError('EksZones', { at: scope, problem: 'availability zones', value: zones });
  }
  if (typeof zones !== 'number') {
    const wrong = zones.find((zone) => !Token.isUnresolved(zone) && !ZONE.test(zone));
    if (wrong !== undefined) {
      throw new ConfigurationError('EksZones', {
        at: scope,
        problem: 'name of an availability zone',
        value: wrong,
        allowed: 'names such as eu-central-1a; a control plane stands in no Local Zone and in no Wavelength Zone',
      });
    }
    return zones;
  }
  const noId = excluded.find((id) => !ZONE_ID.test(id));
  if (noId !== undefined) {
    throw new ConfigurationError('EksZones', {
      at: scope,
      problem: 'id of an excluded zone',
      value: noId,
      allowed: 'ids such as use1-az3, which are the same in every account; names such as us-east-1a are not',
    });
  }
  const offered = new DataAwsAvailabilityZones(scope, 'zones', {
    state: 'available',
    excludeZoneIds: excluded.length > 0 ? [...excluded] : undefined,
    // Local and Wavelength zones have to be opted in to, and cannot host a control plane.
    filter: [{ name: 'opt-in-status', values: ['opt-in-not-required'] }],
    lifecycle: {
      // Terraform's element() begins again after the last one: two subnets of a kind would stand in one zone, and endpoints refuse that.
      postcondition: [
        {
          condition: `\${length(self.names) >= ${count}}`,
          errorMessage: `EksZones: the region offers this account fewer than ${count} zones in which EKS places a control plane; set network.zones to as many as it has, or name them.`,
        },
      ],
    },
  });
  return Array.from({ length: count }, (_, index) => Fn.element(offered.names, index) as string);
}
