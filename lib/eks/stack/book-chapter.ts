import type { EksAccessOptions } from '../access/eks-access';
import { ConfigurationError } from '../../errors';
import { NatGateways } from '../network/network';
import type { IstioEksStackProps } from './istio-eks-stack';
import type { StateBackend } from './state-backend';

/** What the chapter's cluster needs to be told. */
export interface BookChapterProps extends EksAccessOptions {
  /** Name of the project; the cluster is called `<project>-cluster`. @default 'chapter' */
  readonly project?: string;
  /** Blocks that you run kubectl from; the chapter's endpoint is public. At least one. */
  readonly callerCidrs: readonly string[];
  /** @default 'us-east-1' */
  readonly region?: string;
  /** @default StateBackend.local() */
  readonly backend?: StateBackend;
}

/** One thing that differs from the chapter's Terraform. */
export interface ChapterDeviation {
  readonly topic: string;
  readonly chapter: string;
  readonly here: string;
  readonly reason: string;
}

export function bookChapterProps(props: BookChapterProps): IstioEksStackProps {
  if (props.callerCidrs.length === 0) {
    throw new ConfigurationError('EksCidr', {
      at: 'IstioEksStack.bookChapter',
      problem: 'no block that may reach the public endpoint',
      allowed: 'at least one CIDR block',
      fix: 'name the address you run kubectl from, such as 203.0.113.7/32',
    });
  }
  return {
    name: `${props.project ?? 'chapter'}-cluster`,
    region: props.region,
    backend: props.backend,
    admins: props.admins,
    clusterCreatorAdmin: props.clusterCreatorAdmin ?? props.admins === undefined,
    publicAccessCidrs: props.callerCidrs,
    network: { zones: 2, nat: NatGateways.SINGLE },
    nodeGroups: [{ name: 'workers', instanceTypes: ['m6i.large'], min: 1, desired: 3, max: 5 }],
    tags: { Project: props.project ?? 'chapter' },
  };
}

/** What `IstioEksStack.bookChapter` does otherwise than the chapter, and why. Kept: two zones, one NAT gateway, public endpoint, three nodes, output names. */
export const chapterDeviations: readonly ChapterDeviation[] = [
  {
    topic: 'API endpoint',
    chapter: 'public, open to 0.0.0.0/0',
    here: 'public to the named blocks, and private',
    reason: 'anyone could try credentials',
  },
  {
    topic: 'Kubernetes',
    chapter: '1.23',
    here: 'a supported version',
    reason: 'EKS no longer creates 1.23',
  },
  {
    topic: 'nodes',
    chapter: 'Amazon Linux 2 on t2.medium',
    here: 'Amazon Linux 2023 on m6i.large',
    reason: 'AL2 images ended in November 2025; a burstable node throttles istiod and the proxies',
  },
  {
    topic: 'VPC',
    chapter: '/24 cut into /32, or /26',
    here: '/16 with /19 for Pods',
    reason: 'EKS needs free addresses for every Pod',
  },
  {
    topic: 'security groups',
    chapter: 'five groups with twelve rules, attached to nothing',
    here: 'the group that EKS makes',
    reason: 'rules of a group that nothing wears do nothing',
  },
  {
    topic: 'start of the nodes',
    chapter: 'may start before the NAT route',
    here: 'wait for routes and for the CNI',
    reason: 'nodes that cannot reach EKS do not join, and the first apply fails',
  },
  {
    topic: 'subnets of the control plane',
    chapter: 'public and private',
    here: 'private',
    reason: 'no interface of the control plane needs a public subnet',
  },
  {
    topic: 'routes',
    chapter: "the VPC's main route table",
    here: 'a table for each subnet',
    reason: 'a new subnet would silently get a way out',
  },
  {
    topic: 'zones',
    chapter: 'the first two',
    here: 'the first two that EKS accepts',
    reason: 'us-east-1 has a zone that EKS refuses',
  },
  {
    topic: 'keys',
    chapter: 'two required variables, unused',
    here: 'none',
    reason: 'keys in variables end up in the state',
  },
  {
    topic: 'encryption and logs',
    chapter: 'none',
    here: 'KMS key, control-plane logs, flow logs, IMDSv2, encrypted volumes',
    reason: 'needed to find out what happened',
  },
  {
    topic: 'add-ons and access',
    chapter: 'self-managed, aws-auth',
    here: 'managed add-ons, access entries',
    reason: 'the ConfigMap is deprecated, and locks everyone out when broken',
  },
  {
    topic: 'elastic IP',
    chapter: 'vpc = true',
    here: "domain = 'vpc'",
    reason: 'the argument is gone from version 6 of the provider',
  },
];
