import { ConfigurationError } from '../errors';
import { checkDnsLabel, checkPercentage, checkPort, parseHost, portOf, resolveService } from '../mesh';
import type { IServiceLike } from '../mesh';
import type { MirrorDestination, ServiceTargetOptions, TargetContext } from '../routing';
import type { Version } from './version';

/** Which part of a Service gets the copies. */
export type MirrorServiceOptions = Pick<ServiceTargetOptions, 'port' | 'subset'>;

/** Turns a version of the mirrored Service into a destination. */
export type ResolveVersion = (version: Version) => { host: string; port?: number; subset?: string };

type Resolve = (context: TargetContext, own: ResolveVersion) => Omit<MirrorDestination, 'percentage'>;

const SMALLEST_SHARE = 0.0001;

/**
 * A copy of requests. The caller gets the answer of the original only; the copy's answer is dropped, whatever it is, so that a
 * mistake in it shows nowhere but in the metrics of the proxy. Writes happen twice.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/mirroring/
 */
export class Mirror {
  /**
   * Copies to another version of the same Service.
   *
   * @param percentage share of the requests that is copied, 0 or 0.0001–100; 0 means no copies
   * @throws ConfigurationError PercentageOutOfRange
   */
  public static to(version: Version, percentage: number): Mirror {
    return new Mirror('Mirror.to', (_, own) => own(version), percentage, version);
  }

  /**
   * Copies to another Service, in any namespace.
   *
   * @throws ConfigurationError PercentageOutOfRange, NameNotDnsLabel; when used: PortAmbiguous, PortUnknown, NamespaceDisagrees
   */
  public static toService(service: IServiceLike, percentage: number, options: MirrorServiceOptions = {}): Mirror {
    const at = 'Mirror.toService';
    if (options.subset !== undefined) checkDnsLabel(options.subset, at, 'subset');
    const resolve: Resolve = ({ scope, namespace }) => ({
      host: resolveService(service, scope, namespace).host,
      port: portOf(service, options.port, scope).port,
      ...(options.subset === undefined ? {} : { subset: options.subset }),
    });
    return new Mirror(at, resolve, percentage);
  }

  /**
   * Copies to a host that a ServiceEntry declares with that port, e.g. outside the cluster. The copy keeps the Host header of the
   * original. A host that nothing declares gets nothing, and no error shows.
   *
   * @param host fully qualified
   * @throws ConfigurationError PercentageOutOfRange, HostMalformed, PortOutOfRange
   */
  public static toHost(host: string, port: number, percentage: number): Mirror {
    const at = 'Mirror.toHost';
    const destination = { host: parseHost(host, at), port: checkPort(port, at) };
    return new Mirror(at, () => destination, percentage);
  }

  private constructor(
    at: string,
    private readonly resolve: Resolve,
    /** Share of the requests that is copied, in percent. */
    public readonly percentage: number,
    /** The version that gets the copies, where it is one of the mirrored Service. */
    public readonly version?: Version,
  ) {
    checkPercentage(percentage, at);
    if (percentage > 0 && percentage < SMALLEST_SHARE) {
      throw new ConfigurationError('PercentageOutOfRange', {
        at,
        problem: 'Istio knows no smaller share than 0.0001 %',
        value: percentage,
        allowed: '0, or a number from 0.0001 to 100',
      });
    }
  }

  /** @internal */
  public _resolve(context: TargetContext, own: ResolveVersion): MirrorDestination {
    return { ...this.resolve(context, own), percentage: this.percentage };
  }
}
