import { App } from 'cdktf';
import {
  EksNetwork,
  NatGateways,
  NodeRole,
  type ExistingNetworkProps,
  type IstioEksStackProps,
  type NodeTaint,
} from '../../../lib/eks';
import type { ErrorId } from '../../../lib/errors';
import { ADMIN, stack } from '../profiles';

/** One mistake, its whole message, and the nearest thing that is accepted. */
export interface RefusedCase {
  readonly id: ErrorId;
  readonly title: string;
  readonly wrong: () => unknown;
  readonly right: () => unknown;
}

export const made = (props: IstioEksStackProps) => () => stack(new App(), props);
export const net = (network: IstioEksStackProps['network']) => made({ network });
export const group = (options: object) => made({ nodeGroups: [{ name: 'a', ...options }] });
/** A tainted group beside one that takes any Pod. */
export const tainted = (taints: readonly NodeTaint[]) =>
  made({ nodeGroups: [{ name: 'a', taints }, { name: 'general' }] });
export const found = (props: Partial<ExistingNetworkProps>) => () =>
  EksNetwork.fromExisting({ vpcId: 'vpc-1', privateSubnetIds: ['subnet-1', 'subnet-2'], ...props });
export const pair = (id: ErrorId, title: string, wrong: () => unknown, right: () => unknown): RefusedCase => ({
  id,
  title,
  wrong,
  right,
});

export const POOL = { name: 'gateways', role: NodeRole.GATEWAY };
export const GATEWAY_NODES = { nat: NatGateways.GATEWAY_NODES, privateEndpoints: true };
export const OTHER_ADMIN = ADMIN.replace('111122223333', '444455556666');
