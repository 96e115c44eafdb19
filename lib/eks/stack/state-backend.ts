import { LocalBackend, S3Backend, type TerraformStack } from 'cdktf';
import { ConfigurationError } from '../../errors';

/** An S3 bucket that keeps the state. */
export interface S3StateProps {
  readonly bucket: string;
  /** Key of the state within the bucket. */
  readonly key: string;
  readonly region: string;
  /** ARN of the KMS key of the state. @default - the bucket's own encryption */
  readonly kmsKeyId?: string;
}

/** Where Terraform keeps its state. */
export class StateBackend {
  /**
   * A file, by a path relative to the stack's directory `cdktf.out/stacks/<id>`.
   * @default path - next to `cdktf.out`, so that deleting the output does not delete the state
   */
  public static local(path?: string): StateBackend {
    if (path !== undefined && (path === '' || path.startsWith('/') || /^[a-zA-Z]:/.test(path))) {
      throw new ConfigurationError('EksBackend', {
        at: 'StateBackend.local',
        problem: 'path of the state',
        value: path,
      });
    }
    return new StateBackend((stack) => {
      new LocalBackend(stack, { path: path ?? `../../../terraform.${stack.node.id}.tfstate` });
    });
  }

  /** A bucket, encrypted, locked by a lock file next to the state. */
  public static s3(props: S3StateProps): StateBackend {
    if (!props.bucket || !props.key || !props.region) {
      throw new ConfigurationError('EksBackend', {
        at: 'StateBackend.s3',
        problem: 'place of the state',
        value: props,
      });
    }
    return new StateBackend((stack) => {
      new S3Backend(stack, { ...props, encrypt: true });
      // The bindings predate the setting; without it two applies at once would spoil the state.
      stack.addOverride('terraform.backend.s3.use_lockfile', true);
    });
  }

  private constructor(
    /** @internal */
    public readonly _addTo: (stack: TerraformStack) => void,
  ) {}
}
