import type { IConstruct } from 'constructs';
import { ConfigurationError } from '../errors';
import { seenTogether, type Visibility } from './visibility';

/** A construct whose objects decide where the requests of a mesh host go. */
export interface MeshHostClaim extends Visibility {
  readonly owner: IConstruct;
}

const OWNERS = Symbol.for('cdk8s-istio.MeshHostOwners');
type Rooted = { [OWNERS]?: Map<string, MeshHostClaim[]> };

/**
 * Makes a construct the owner of a mesh host. Istio takes one of several VirtualServices or DestinationRules for one host and
 * is silent about the others, so a second owner that some namespace would see as well is refused.
 *
 * @param host fully qualified, or short where nobody has a namespace
 * @throws ConfigurationError MeshHostTaken
 */
export function claimMeshHost(host: string, claim: MeshHostClaim): void {
  const root = claim.owner.node.root as unknown as Rooted;
  if (!root[OWNERS]) Object.defineProperty(root, OWNERS, { value: new Map<string, MeshHostClaim[]>() });
  const owners = root[OWNERS] as Map<string, MeshHostClaim[]>;
  const known = owners.get(host);
  if (!known) {
    owners.set(host, [claim]);
    return;
  }
  const others = known.filter((one) => isInTree(one.owner));
  const taken = others.find((one) => seenTogether(one, claim));
  if (taken) {
    throw new ConfigurationError('MeshHostTaken', {
      at: claim.owner,
      problem: `${taken.owner.node.path} owns this host already`,
      value: host,
    });
  }
  owners.set(host, [...others, claim]);
}

/** False once `tryRemoveChild` has taken the construct, or one above it, out of the App. */
function isInTree(construct: IConstruct): boolean {
  const { scope, id } = construct.node;
  return scope === undefined || (scope.node.tryFindChild(id) === construct && isInTree(scope));
}
