import { App, type TerraformStack } from 'cdktf';
import { EksNetwork, IstioEksStack, NatGateways, NodeRole, type IstioEksStackProps } from '../../lib/eks';

export const ADMIN = 'arn:aws:iam::111122223333:role/platform';

/** Every profile that has a golden file. */
export const profiles: Readonly<Record<string, (scope: App) => TerraformStack>> = {
  default: (app) => stack(app, {}),
  book: (app) => IstioEksStack.bookChapter(app, 'mesh', { callerCidrs: ['203.0.113.7/32'] }),
  'auto-mode': (app) => stack(app, { autoMode: {} }),
  'private-only': (app) => stack(app, { network: { nat: NatGateways.NONE, privateEndpoints: true } }),
  'gateway-nodes': (app) =>
    stack(app, {
      network: { nat: NatGateways.GATEWAY_NODES, privateEndpoints: true },
      nodeGroups: [{ name: 'general' }, { name: 'gateways', role: NodeRole.GATEWAY }],
      nodeSecurityGroup: {},
    }),
  'existing-vpc': (app) =>
    stack(app, {
      existingNetwork: EksNetwork.fromExisting({ vpcId: 'vpc-1', privateSubnetIds: ['subnet-a', 'subnet-b'] }),
    }),
};

export function stack(app: App, props: IstioEksStackProps): IstioEksStack {
  return new IstioEksStack(app, 'mesh', { admins: [ADMIN], ...props });
}

/** Arguments of a resource, in Terraform's names: their shapes are what the tests are about. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Body = Record<string, any>;

/** A synthesised stack: what `cdk.tf.json` holds. */
export interface TerraformJson {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Body>>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Readonly<Body>>>>>;
  readonly output: Readonly<Record<string, { value: string; sensitive?: boolean }>>;
  readonly variable: Readonly<Record<string, { default: string }>>;
  readonly terraform: Body;
}

/** Without the block of metadata that only repeats construct paths. */
export function json(make: (app: App) => TerraformStack): TerraformJson {
  const app = new App({ skipValidation: true });
  const rest = make(app).toTerraform() as Record<string, unknown>;
  return JSON.parse(JSON.stringify(rest, (key, value) => (key === '//' ? undefined : value))) as TerraformJson;
}

/** `aws_vpc.network_vpc_1A2B3C4D` of every resource. */
export function addresses(of: TerraformJson): string[] {
  return Object.entries(of.resource).flatMap(([type, byName]) => Object.keys(byName).map((name) => `${type}.${name}`));
}
