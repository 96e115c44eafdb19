import { ConfigurationError, type IErrorScope } from '../../errors';
import { checkName } from '../name';
import { nodeMarks, type NodeTaint } from './node-marks';
import { NodeUpdate } from './node-update';

/** Images of nodes that EKS still builds. */
export enum NodeAmi {
  AL2023_X86 = 'AL2023_x86_64_STANDARD',
  AL2023_ARM = 'AL2023_ARM_64_STANDARD',
  BOTTLEROCKET_X86 = 'BOTTLEROCKET_x86_64',
  BOTTLEROCKET_ARM = 'BOTTLEROCKET_ARM_64',
}

/** What a node group is for. */
export enum NodeRole {
  /** Any Pod. */
  GENERAL = 'GENERAL',
  /**
   * Only Istio's gateways: labelled and tainted `istio-gateway=true`, and in the subnets that have the way out
   * when the network's is `NatGateways.GATEWAY_NODES`.
   */
  GATEWAY = 'GATEWAY',
}

/** One managed node group. */
export interface NodeGroupOptions {
  /**
   * Name within the cluster, to which EKS adds a suffix, so that a group can be replaced by one of the same name. 36 characters at most.
   * Part of the address: another name is another group.
   */
  readonly name: string;
  /** @default NodeRole.GENERAL */
  readonly role?: NodeRole;
  /** @default ['m6i.large'], or ['m7g.large'] with an ARM image */
  readonly instanceTypes?: readonly string[];
  /** @default NodeAmi.AL2023_X86 */
  readonly ami?: NodeAmi;
  /** Nodes at least. @default 2 */
  readonly min?: number;
  /** Nodes at first; later changes are an autoscaler's. @default - `min`, at least 1 */
  readonly desired?: number;
  /** Nodes at most. @default - the larger of 4 and `desired` */
  readonly max?: number;
  /** Size of the encrypted gp3 volume, in GiB. @default 50 */
  readonly diskGiB?: number;
  /** How many nodes an update replaces at a time. @default NodeUpdate.nodes(1) */
  readonly update?: NodeUpdate;
  /** Interruptible instances. @default false */
  readonly spot?: boolean;
  /** Further labels. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Further taints. @default - none */
  readonly taints?: readonly NodeTaint[];
}

/** What is left of a name of 63 characters before a hyphen and the 26 that the provider adds. */
const LONGEST = 36;

/** Families with an ARM processor: a `g` follows the generation (m7g, c6gn, x2gd; not g5, g4dn), and a1. */
const GRAVITON = /^(?:[a-z]+\d+g|a1\.)/;

/** A node group with every default filled in. */
export type NodeGroupSpec = Required<Omit<NodeGroupOptions, 'taints'>> & { readonly taints: readonly NodeTaint[] };

/**
 * Fills in the defaults and checks.
 * @throws ConfigurationError EksName, EksScaling, EksAmiType, EksNodeGroup, EksNodeMarks, EksGatewayPool
 */
export function nodeGroupSpec(at: IErrorScope, options: NodeGroupOptions): NodeGroupSpec {
  checkName(at, options.name);
  if (options.name.length > LONGEST) {
    throw new ConfigurationError('EksName', {
      at,
      problem: 'name of a node group',
      value: options.name,
      allowed: `${LONGEST} characters at most, since EKS takes 63 and a suffix follows`,
    });
  }
  const ami = options.ami ?? NodeAmi.AL2023_X86;
  if (!Object.values(NodeAmi).includes(ami)) {
    throw new ConfigurationError('EksAmiType', { at, problem: `image of node group ${options.name}`, value: ami });
  }
  const min = options.min ?? 2;
  const desired = options.desired ?? Math.max(min, 1);
  const max = options.max ?? Math.max(4, desired);
  const scale = [min, desired, max];
  if (!scale.every(Number.isInteger) || min < 0 || desired < min || max < desired || max < 1) {
    throw new ConfigurationError('EksScaling', {
      at,
      problem: `scaling of node group ${options.name}`,
      value: { min, desired, max },
    });
  }
  const arm = ami === NodeAmi.AL2023_ARM || ami === NodeAmi.BOTTLEROCKET_ARM;
  const instanceTypes = options.instanceTypes ?? [arm ? 'm7g.large' : 'm6i.large'];
  const foreign = instanceTypes.find((type) => GRAVITON.test(type) !== arm);
  if (foreign !== undefined) {
    throw new ConfigurationError('EksAmiType', {
      at,
      problem: `image ${ami} of node group ${options.name} does not run on`,
      value: foreign,
      allowed: 'ARM images on Graviton instances such as m7g.large, x86 images on the others',
      fix: 'choose an image and instance types of one architecture; groups of both can stand in one cluster',
    });
  }
  const diskGiB = options.diskGiB ?? 50;
  if (instanceTypes.length === 0 || !Number.isInteger(diskGiB) || diskGiB < 20 || diskGiB > 16384) {
    throw new ConfigurationError('EksNodeGroup', {
      at,
      problem: `instance types or disk of node group ${options.name}`,
      value: { instanceTypes, diskGiB },
    });
  }
  const role = options.role ?? NodeRole.GENERAL;
  if (!Object.values(NodeRole).includes(role)) {
    throw new ConfigurationError('EksNodeGroup', {
      at,
      problem: `role of node group ${options.name}`,
      value: role,
      allowed: 'NodeRole.GENERAL or NodeRole.GATEWAY',
      fix: 'use one of NodeRole',
    });
  }
  const given = { labels: options.labels ?? {}, taints: options.taints ?? [] };
  return {
    name: options.name,
    role,
    instanceTypes,
    ami,
    min,
    desired,
    max,
    diskGiB,
    update: options.update ?? NodeUpdate.nodes(1),
    spot: options.spot ?? false,
    ...nodeMarks(at, options.name, given, role === NodeRole.GATEWAY),
  };
}
