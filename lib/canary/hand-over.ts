import type { ApiObject } from 'cdk8s';
import { ConfigurationError } from '../errors';
import type { IServiceLike } from '../mesh';
import type { ServiceRoute } from '../service';
import { RolloutController, type IgnoredDifference } from './rollout-controller';

const GROUP = 'networking.istio.io';
/** Argo Rollouts' label on the Pods of one ReplicaSet. */
const HASH_LABEL = 'rollouts-pod-template-hash';

/** What a hand-over depends on. */
export interface HandOver {
  readonly managedBy?: RolloutController;
  readonly service: IServiceLike;
  /** Name that the objects were given. */
  readonly name?: string;
}

/**
 * Refuses what the controller would overwrite.
 *
 * @param given names of the props that are set
 * @throws ConfigurationError RulesOverwritten, HandOverName
 */
export function checkHandOver({ managedBy, service, name }: HandOver, given: readonly string[], at: string): void {
  const lost = given.filter((one) => managedBy?.overwrites.includes(one));
  if (managedBy && lost.length > 0) {
    throw new ConfigurationError('RulesOverwritten', {
      at,
      problem: `${managedBy.label} writes all rules itself, and these would be lost`,
      value: lost,
    });
  }
  if (managedBy === RolloutController.FLAGGER && name !== undefined && name !== service.name) {
    throw new ConfigurationError('HandOverName', {
      at,
      problem: 'Flagger takes over the VirtualService that has the name of the Service, no other one',
      value: name,
      allowed: service.name,
    });
  }
}

/** What the controller writes in the objects of a route. */
export function ignoredDifferences(
  controller: RolloutController | undefined,
  { virtualService, destinationRule }: ServiceRoute,
): readonly IgnoredDifference[] {
  if (!controller || !virtualService) return [];
  if (controller === RolloutController.FLAGGER) {
    return [differences(virtualService, ['.metadata.annotations', '.metadata.labels', '.spec'])];
  }
  const weights = ['http', 'tcp', 'tls'].map((family) => `.spec.${family}[]?.route[]?.weight`);
  return [
    differences(virtualService, weights),
    ...(destinationRule ? [differences(destinationRule, [`.spec.subsets[]?.labels["${HASH_LABEL}"]`])] : []),
  ];
}

function differences({ kind, name, metadata }: ApiObject, jqPathExpressions: readonly string[]): IgnoredDifference {
  const { namespace } = metadata;
  return { group: GROUP, kind, name, ...(namespace === undefined ? {} : { namespace }), jqPathExpressions };
}
