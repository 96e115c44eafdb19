import type { Duration } from 'cdk8s';
import type {
  VirtualServiceSpecHttpFault,
  VirtualServiceSpecHttpFaultAbort,
  VirtualServiceSpecHttpFaultDelay,
} from '../../../imports/networking.istio.io';
import { ConfigurationError } from '../../errors';
import { checkPercentage } from '../../mesh';
import { checkWhole, renderDuration } from '../value';
import { checkGrpcStatus, type GrpcStatus } from './grpc-status';

/** Envoy's fault filter counts in millionths of all requests. */
const SMALLEST_SHARE = 0.0001;

/**
 * Failures made on purpose, in the calling proxy, before the request is sent.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection
 */
export class Fault {
  /**
   * Answers a share of the requests with an HTTP status.
   *
   * @param httpStatus 200–599
   * @param percentage of the requests: 0, or 0.0001–100
   * @throws ConfigurationError NumberOutOfRange, PercentageOutOfRange, FaultShareTooSmall
   */
  public static abort(httpStatus: number, percentage: number): Fault {
    const at = 'Fault.abort';
    // istiod's webhook lets 600 through, which the proxy then refuses.
    checkWhole(httpStatus, at, { of: 'httpStatus', min: 200, max: 599 });
    return new Fault(undefined, { httpStatus, percentage: share(percentage, at) });
  }

  /**
   * Answers a share of the requests with a gRPC status.
   *
   * @param percentage of the requests: 0, or 0.0001–100
   * @throws ConfigurationError GrpcStatusUnknown, PercentageOutOfRange, FaultShareTooSmall
   */
  public static abortGrpc(status: GrpcStatus, percentage: number): Fault {
    const at = 'Fault.abortGrpc';
    return new Fault(undefined, { grpcStatus: checkGrpcStatus(status, at), percentage: share(percentage, at) });
  }

  /**
   * Holds a share of the requests back before sending them.
   *
   * @param duration at least 1 ms
   * @param percentage of the requests: 0, or 0.0001–100
   * @throws ConfigurationError DurationOutOfRange, PercentageOutOfRange, FaultShareTooSmall
   */
  public static delay(duration: Duration, percentage: number): Fault {
    const at = 'Fault.delay';
    return new Fault(
      { fixedDelay: renderDuration(duration, at, { of: 'duration' }), percentage: share(percentage, at) },
      undefined,
    );
  }

  /**
   * A delay and an abort together. Each draws its requests for itself; one that is drawn twice is held back, then aborted.
   *
   * @throws ConfigurationError FaultsAlike
   */
  public static both(delay: Fault, abort: Fault): Fault {
    if (!delay.delayed || delay.aborted || !abort.aborted || abort.delayed) {
      throw new ConfigurationError('FaultsAlike', {
        at: 'Fault.both',
        problem: 'not one delay and one abort',
        value: [delay._render(), abort._render()],
      });
    }
    return new Fault(delay.delayed, abort.aborted);
  }

  private constructor(
    private readonly delayed: VirtualServiceSpecHttpFaultDelay | undefined,
    private readonly aborted: VirtualServiceSpecHttpFaultAbort | undefined,
  ) {}

  /** @internal */
  public _render(): VirtualServiceSpecHttpFault {
    return {
      ...(this.delayed ? { delay: { ...this.delayed } } : {}),
      ...(this.aborted ? { abort: { ...this.aborted } } : {}),
    };
  }
}

function share(percentage: number, at: string): { readonly value: number } {
  checkPercentage(percentage, at);
  if (percentage !== 0 && percentage < SMALLEST_SHARE) {
    throw new ConfigurationError('FaultShareTooSmall', { at, problem: 'too small a share', value: percentage });
  }
  return { value: percentage };
}
