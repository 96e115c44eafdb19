import { App } from 'cdktf';
import { IstioEksStack, LoadBalancerProfile, StateBackend } from '../../../lib/eks';
import { ADMIN } from '../profiles';
import { made, net, found, pair, OTHER_ADMIN, type RefusedCase } from './case';

export const clusterCases: Readonly<Record<string, readonly RefusedCase[]>> = {
  'M8 open to the world': [
    pair(
      'EksOpenToTheWorld',
      'the whole internet',
      made({ publicAccessCidrs: ['203.0.113.7/32', '0.0.0.0/0'] }),
      made({ publicAccessCidrs: ['203.0.113.7/32', '0.0.0.0/0'], allowOpenApi: true }),
    ),
    pair(
      'EksOpenToTheWorld',
      'half of it',
      made({ publicAccessCidrs: ['128.0.0.0/1'] }),
      made({ publicAccessCidrs: ['9.0.0.0/8'] }),
    ),
    pair(
      'EksCidr',
      'a private block, which no request from outside has',
      made({ publicAccessCidrs: ['172.31.0.0/16'] }),
      made({ publicAccessCidrs: ['172.32.0.0/16'] }),
    ),
    pair(
      'EksCidr',
      'more blocks than EKS takes',
      made({ publicAccessCidrs: Array.from({ length: 41 }, (_, n) => `203.0.113.${n}/32`) }),
      made({ publicAccessCidrs: Array.from({ length: 40 }, (_, n) => `203.0.113.${n}/32`) }),
    ),
    pair(
      'EksCidr',
      'a block twice',
      made({ publicAccessCidrs: ['203.0.113.7/32', '203.0.113.7/32'] }),
      made({ publicAccessCidrs: ['203.0.113.7/32', '203.0.113.8/32'] }),
    ),
    pair(
      'EksOpenToTheWorld',
      'HBONE from everyone',
      made({ nodeSecurityGroup: { hboneFrom: ['0.0.0.0/0'] } }),
      made({ nodeSecurityGroup: { hboneFrom: ['10.8.0.0/16'] } }),
    ),
    pair(
      'EksCidr',
      'the east-west port from a block that is none',
      made({ nodeSecurityGroup: { eastWestFrom: ['10.8.0.0'] } }),
      made({ nodeSecurityGroup: { eastWestFrom: ['10.8.0.0/16', '10.9.0.0/16'] } }),
    ),
    pair(
      'EksCidr',
      'the chapter without a caller',
      () => IstioEksStack.bookChapter(new App(), 'm', { callerCidrs: [] }),
      () => IstioEksStack.bookChapter(new App(), 'm', { callerCidrs: ['203.0.113.7/32'] }),
    ),
    pair(
      'EksLoadBalancer',
      'source ranges of a load balancer',
      () => LoadBalancerProfile.eksAutoMode({ sourceRanges: ['203.0.113.0'] }),
      () => LoadBalancerProfile.eksAutoMode({ sourceRanges: ['203.0.113.0/24'] }),
    ),
  ],
  'M8 Kubernetes version': [
    pair(
      'EksKubernetesVersion',
      "the chapter's",
      made({ kubernetesVersion: '1.23' }),
      made({ kubernetesVersion: '1.34' }),
    ),
    pair(
      'EksKubernetesVersion',
      'one before the oldest',
      made({ kubernetesVersion: '1.33' }),
      made({ kubernetesVersion: '1.35' }),
    ),
    pair(
      'EksKubernetesVersion',
      'one that extended support has left',
      made({ kubernetesVersion: '1.30', extendedSupport: true }),
      made({ kubernetesVersion: '1.31', extendedSupport: true }),
    ),
    pair(
      'EksKubernetesVersion',
      'a patch version',
      made({ kubernetesVersion: '1.35.2' }),
      made({ kubernetesVersion: '1.36' }),
    ),
    pair(
      'EksKubernetesVersion',
      'leading zero',
      made({ kubernetesVersion: '1.035' }),
      made({ kubernetesVersion: '1.100' }),
    ),
  ],
  'M8 Auto Mode': [
    pair(
      'EksAutoMode',
      'compute off',
      made({ autoMode: { compute: false } }),
      made({ autoMode: { compute: false, blockStorage: false, loadBalancing: false } }),
    ),
    pair(
      'EksAutoMode',
      'only compute on',
      made({ autoMode: { blockStorage: false, loadBalancing: false } }),
      made({ autoMode: { compute: true } }),
    ),
    pair(
      'EksAutoMode',
      'node groups besides',
      made({ autoMode: {}, nodeGroups: [{ name: 'a' }] }),
      made({ nodeGroups: [{ name: 'a' }] }),
    ),
    pair('EksAutoMode', 'add-ons besides', made({ autoMode: {}, addons: {} }), made({ addons: {} })),
    pair(
      'EksAutoMode',
      'node security group besides',
      made({ autoMode: {}, nodeSecurityGroup: {} }),
      made({ nodeSecurityGroup: {} }),
    ),
  ],
  access: [
    pair('EksNobodyGetsIn', 'nobody', made({ admins: [] }), made({ admins: [], clusterCreatorAdmin: true })),
    pair(
      'EksPrincipal',
      'a session of a role',
      made({ admins: ['arn:aws:sts::111122223333:assumed-role/a/b'] }),
      made({ admins: ['arn:aws:iam::111122223333:role/a/b'] }),
    ),
    pair('EksPrincipal', 'a principal twice', made({ admins: [ADMIN, ADMIN] }), made({ admins: [ADMIN, OTHER_ADMIN] })),
  ],
  'network, logs and state': [
    pair(
      'EksSubnetLayout',
      'two networks',
      made({ network: {}, existingNetwork: found({})() as never }),
      made({ existingNetwork: found({})() as never }),
    ),
    pair('EksSubnetLayout', 'id of a VPC', found({ vpcId: 'subnet-1' }), found({ vpcId: 'vpc-0a1b2c3d' })),
    pair(
      'EksSubnetLayout',
      'id of a subnet',
      found({ publicSubnetIds: ['my-subnet'] }),
      found({ publicSubnetIds: ['subnet-0a1b'] }),
    ),
    pair(
      'EksSubnetLayout',
      'a subnet that is private and public',
      found({ publicSubnetIds: ['subnet-1'] }),
      found({ publicSubnetIds: ['subnet-3'] }),
    ),
    pair('EksRetention', 'retention of flow logs', net({ logRetentionDays: 100 }), net({ logRetentionDays: 90 })),
    pair('EksRetention', 'retention of the logs', made({ logRetentionDays: 366 }), made({ logRetentionDays: 365 })),
    pair(
      'EksBackend',
      'state at an absolute path',
      () => StateBackend.local('/var/terraform.tfstate'),
      () => StateBackend.local('../../../mesh.tfstate'),
    ),
    pair(
      'EksBackend',
      'state on a drive',
      () => StateBackend.local('C:\\mesh.tfstate'),
      () => StateBackend.local('c/mesh.tfstate'),
    ),
    pair(
      'EksBackend',
      'state without a bucket',
      () => StateBackend.s3({ bucket: '', key: 'k', region: 'eu-west-1' }),
      () => StateBackend.s3({ bucket: 'b', key: 'k', region: 'eu-west-1' }),
    ),
  ],
};
