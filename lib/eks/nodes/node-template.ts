import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { NodeAmi, type NodeGroupSpec } from './node-group-options';

export interface NodeTemplateProps {
  readonly name: string;
  readonly spec: NodeGroupSpec;
  readonly securityGroupIds?: readonly string[];
  /** Tags of instances and volumes: a launch template makes these, so the provider's default tags do not reach them. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** How an instance of a node group starts. */
export class NodeTemplate extends Construct {
  public readonly templateId: string;
  /** Latest version, so that a change here rolls the nodes. */
  public readonly version: string;

  constructor(scope: Construct, id: string, props: NodeTemplateProps) {
    super(scope, id);
    const bottlerocket = props.spec.ami === NodeAmi.BOTTLEROCKET_ARM || props.spec.ami === NodeAmi.BOTTLEROCKET_X86;
    const volume = { volumeType: 'gp3', encrypted: 'true', deleteOnTermination: 'true' };
    const tags = { ...props.tags, Name: props.name };
    const template = new LaunchTemplate(this, 'Resource', {
      name: props.name,
      updateDefaultVersion: true,
      metadataOptions: {
        httpEndpoint: 'enabled',
        httpTokens: 'required',
        // One hop: Pods cannot reach the node's credentials.
        httpPutResponseHopLimit: 1,
      },
      blockDeviceMappings: [
        // Bottlerocket keeps images and logs on its second volume; its first is the system's, of the size that the image has.
        ...(bottlerocket ? [{ deviceName: '/dev/xvda', ebs: volume }] : []),
        { deviceName: bottlerocket ? '/dev/xvdb' : '/dev/xvda', ebs: { ...volume, volumeSize: props.spec.diskGiB } },
      ],
      vpcSecurityGroupIds: props.securityGroupIds ? [...props.securityGroupIds] : undefined,
      tagSpecifications: [
        { resourceType: 'instance', tags },
        { resourceType: 'volume', tags },
        { resourceType: 'network-interface', tags },
      ],
    });
    this.templateId = template.id;
    this.version = Token.asString(template.latestVersion);
  }
}
