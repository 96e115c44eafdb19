import { ConfigurationError } from '../../errors';
import {
  checkDnsLabel,
  checkPort,
  checkWeights,
  parseHost,
  portOf,
  resolveService,
  type IServiceLike,
} from '../../mesh';
import type { DirectResponse, HeaderChanges, Redirect } from '../policy';
import type { Branch, ITarget, TargetContext, WeightedDestination } from './branch';
import type { Delegate } from './delegate';

/** Which part of a Service is meant. */
export interface ServiceTargetOptions {
  /** Port of the Service. @default - its only port */
  readonly port?: number;
  /** Subset of the Service's DestinationRule. @default - all of its endpoints */
  readonly subset?: string;
  /** Changes to the headers of requests that go here. @default - none */
  readonly headers?: HeaderChanges;
}

/** A target with its share of the requests. */
export interface WeightedTarget {
  readonly target: Target;
  /** In percent, a whole number from 0 to 100; the weights of one split add up to 100. */
  readonly weight: number;
}

type Resolve = (context: TargetContext) => Branch;

/** The simple targets; constructs such as CanaryRoute are targets too. */
export class Target implements ITarget {
  /**
   * A Service of the cluster.
   *
   * @throws ConfigurationError when used: PortAmbiguous, PortUnknown, NamespaceDisagrees
   */
  public static service(service: IServiceLike, options: ServiceTargetOptions = {}): Target {
    const at = 'Target.service';
    if (options.subset !== undefined) checkDnsLabel(options.subset, at, 'subset');
    return new Target(({ scope, namespace }) => {
      const { host } = resolveService(service, scope, namespace);
      const { port } = portOf(service, options.port, scope);
      return { destinations: [{ host, port, ...optional(options) }] };
    });
  }

  /**
   * A host that some ServiceEntry or Service declares.
   *
   * @param host fully qualified
   * @throws ConfigurationError HostMalformed, PortOutOfRange
   */
  public static host(host: string, port: number, options: ServiceTargetOptions = {}): Target {
    const at = 'Target.host';
    const destination = { host: parseHost(host, at), port: checkPort(port, at), ...optional(options) };
    return new Target(() => ({ destinations: [destination] }));
  }

  /**
   * Several targets, each with its share.
   *
   * @throws ConfigurationError TargetEmpty, WeightOutOfRange, WeightsNotHundred
   */
  public static split(parts: readonly WeightedTarget[]): Target {
    const at = 'Target.split';
    if (parts.length === 0) throw new ConfigurationError('TargetEmpty', { at, problem: 'nothing to split between' });
    checkWeights(
      parts.map((part) => part.weight),
      at,
    );
    return new Target((context) => ({
      destinations: parts.flatMap(({ target, weight }) => weighted(target.resolve(context), weight, context)),
    }));
  }

  /** Answers with a redirect. */
  public static redirect(redirect: Redirect): Target {
    return new Target(() => ({ destinations: [], redirect }));
  }

  /** Answers at the proxy. */
  public static respond(directResponse: DirectResponse): Target {
    return new Target(() => ({ destinations: [], directResponse }));
  }

  /** Leaves the choice to another VirtualService. HTTP only. */
  public static delegate(delegate: Delegate): Target {
    return new Target(() => ({ destinations: [], delegate }));
  }

  private constructor(private readonly resolve: Resolve) {}

  public branches(context: TargetContext): readonly Branch[] {
    return [this.resolve(context)];
  }
}

function weighted(branch: Branch, weight: number, { scope }: TargetContext): WeightedDestination[] {
  const [destination, ...others] = branch.destinations;
  if (!destination || others.length > 0) {
    throw new ConfigurationError('TargetNotSplittable', {
      at: scope,
      problem: 'a part of a split is no single destination',
    });
  }
  return [{ ...destination, weight }];
}

function optional(options: ServiceTargetOptions): Pick<WeightedDestination, 'subset' | 'headers'> {
  return {
    ...(options.subset === undefined ? {} : { subset: options.subset }),
    ...(options.headers === undefined ? {} : { headers: options.headers }),
  };
}
