import { entries } from './entry';

/** Mistakes that lib/eks refuses. */
export const eks = entries({
  EksCidr: {
    allowed: 'an IPv4 block in CIDR notation whose host bits are zero, such as 10.0.0.0/16, once in a list',
    fix: 'write the network address of the block, and its prefix length',
  },
  EksSubnetLayout: {
    allowed:
      'a VPC of /16 to /19; subnets inside it that do not overlap; private subnets of /24 or larger, public of /27 or larger',
    fix: 'choose blocks of those sizes within the VPC, or leave the subnet blocks out so that they are computed',
  },
  EksZones: {
    allowed: 'two to six availability zones, each once, and as many blocks of each kind as zones',
    fix: 'name at least two zones that EKS offers in the region',
  },
  EksRegion: {
    allowed: 'a region such as eu-central-1, which every named zone is in',
    fix: 'set region to the one that the cluster stands in',
  },
  EksOpenToTheWorld: {
    allowed: 'CIDR blocks of the networks that you administer from, of /8 or smaller',
    fix: 'name your own blocks (203.0.113.7/32), or set allowOpenApi if the API must be open to everyone',
  },
  EksKubernetesVersion: {
    allowed: 'a minor version that EKS still supports, such as 1.35',
    fix: 'name a supported minor version, or leave it out',
  },
  EksAmiType: {
    allowed: 'an Amazon Linux 2023 or Bottlerocket AMI type of NodeAmi',
    fix: 'use NodeAmi.AL2023_X86, which replaces the Amazon Linux 2 images that ended in November 2025',
  },
  EksNoWayOut: {
    allowed: 'nodes that reach the AWS services through NAT or through private endpoints',
    fix: 'set privateEndpoints, or choose another NatGateways',
  },
  EksScaling: {
    allowed: 'whole numbers with 0 <= min <= desired <= max and 1 <= max',
    fix: 'correct min, desired or max',
  },
  EksAutoMode: {
    allowed: 'compute, block storage and load balancing of Auto Mode all on, or all off',
    fix: 'set all three or none; managed node groups and core add-ons are for clusters without Auto Mode',
  },
  EksNobodyGetsIn: {
    allowed: 'at least one administrator, or clusterCreatorAdmin',
    fix: 'name the ARN of an IAM role in admins',
  },
  EksPrincipal: {
    allowed: 'the ARN of an IAM role or user, each once',
    fix: 'name an IAM role, such as arn:aws:iam::111122223333:role/platform',
  },
  EksName: {
    allowed: 'a letter first, then letters, digits and hyphens, 40 characters at most, each name once',
    fix: 'choose another name',
  },
  EksNodeGroup: {
    allowed:
      'at least one node group that takes any Pod; each with a name of its own, instance types, and a disk of 20 to 16384 GiB',
    fix: 'add or correct the node group, or leave nodeGroups out',
  },
  EksNodeUpdate: {
    allowed: 'a whole number from 1 to 100, of nodes or per cent',
    fix: 'choose a number in that range, such as NodeUpdate.nodes(1) or NodeUpdate.percentage(33)',
  },
  EksNodeMarks: {
    allowed:
      'labels and taints in the syntax of Kubernetes, labels without the prefixes kubernetes.io/, k8s.io/ and eks.amazonaws.com/; each taint once, of effect NO_SCHEDULE, NO_EXECUTE or PREFER_NO_SCHEDULE',
    fix: 'correct the key, the value or the effect',
  },
  EksAddonVersion: {
    allowed: 'a version of the add-on as EKS lists it, such as v1.21.1-eksbuild.1',
    fix: "name one that `aws eks describe-addon-versions` lists, or leave it out for EKS's own choice",
  },
  EksTags: {
    allowed: 'at most 45 tags; keys of 1 to 128 characters that do not begin with aws:, values of at most 256',
    fix: 'correct the tag, or leave it out',
  },
  EksGatewayPool: {
    allowed: 'a gateway node group wherever the way out is NatGateways.GATEWAY_NODES',
    fix: 'add a node group with role NodeRole.GATEWAY, or choose another NatGateways',
  },
  EksBackend: {
    allowed: 'a relative path, or a bucket, key and region of S3',
    fix: 'use StateBackend.local or StateBackend.s3 with such values',
  },
  EksRetention: {
    allowed: 'a retention that CloudWatch Logs offers, in days: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, …',
    fix: 'use 365, or the next longer of the list',
  },
  EksLoadBalancer: {
    allowed: 'source ranges in IPv4 CIDR notation',
    fix: 'correct the value in LoadBalancerProfile',
  },
});
