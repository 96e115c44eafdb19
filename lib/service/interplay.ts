import {
  directResponseWarnings,
  policyWarnings,
  renderTrafficPolicy,
  type Branch,
  type TrafficPolicy,
} from '../routing';
import type { Warning } from './warning';

/** What is odd about the parts of one rule taken together. */
export function branchWarnings(branch: Branch): readonly Warning[] {
  return [
    ...policyWarnings(branch.policy ?? {}),
    ...(branch.directResponse ? directResponseWarnings(branch.directResponse) : []),
    ...retriesWithCopies(branch),
    ...copiesToPart(branch),
  ];
}

/** A version that answers a part of the requests gets copies of these, too. */
function copiesToPart({ destinations, mirrors = [] }: Branch): readonly Warning[] {
  const answering = destinations.filter((one) => one.weight !== 0);
  const twice = mirrors.find((mirror) =>
    answering.some((one) => one.host === mirror.host && one.port === mirror.port && one.subset === mirror.subset),
  );
  if (!twice || twice.percentage === 0) return [];
  return [
    {
      id: 'CopiesToPart',
      message:
        `${twice.subset ?? twice.host} answers a part of the requests and gets copies of all of them, so it sees its own part twice; ` +
        'mirror to it while it has no weight',
    },
  ];
}

/** The copy is sent once, and nobody waits for its answer. */
function retriesWithCopies({ mirrors = [], policy }: Branch): readonly Warning[] {
  const copied = mirrors.some((mirror) => mirror.percentage > 0);
  if (!copied || policy?.retry === undefined || policy.retry.attempts === 0) return [];
  return [
    {
      id: 'RetriesNotCopied',
      message:
        'retries on a rule with mirrors: only the original is tried again, the copy is sent once, so the failures of the two ' +
        'do not compare; leave the retries out while you compare them',
    },
  ];
}

/**
 * The weights are drawn for every request, before the hash: a caller that stays with one endpoint still changes between versions.
 *
 * @param policies those of the Service and of the versions
 */
export function stickySplitWarnings(
  branches: readonly Branch[],
  policies: readonly (TrafficPolicy | undefined)[],
): readonly Warning[] {
  const sticky = policies.some((policy) => policy && renderTrafficPolicy(policy)?.loadBalancer?.consistentHash);
  const split = branches.some((branch) => branch.destinations.filter((one) => (one.weight ?? 100) > 0).length > 1);
  if (!sticky || !split) return [];
  return [
    {
      id: 'StickySplit',
      message:
        'consistent hashing on a Service that is split by weight: the weights are drawn first, for every request, so callers ' +
        'change between versions all the same; pin them to a version by header or cookie',
    },
  ];
}

/** A host that nobody knows the namespace of. */
export function shortHost(host: string): Warning {
  const message =
    `${host} means another Service in every namespace; give the Service a namespace, ` +
    'or Mesh.configure({ defaultNamespace })';
  return { id: 'ShortHost', message };
}
