import type { Duration } from 'cdk8s';
import type { DestinationRuleSpecTrafficPolicyOutlierDetection } from '../../../imports/networking.istio.io';
import { ConfigurationError } from '../../errors';
import { MAX_UINT32, checkWhole, renderDuration } from '../value';

/** The field's name in the manifest, under which specs are written; the generated class renames it. */
const CONSECUTIVE_5XX_ERRORS = 'consecutive5xxErrors' as 'consecutive5XxErrors';

/** When an endpoint is left out for a while. */
export interface OutlierDetectionProps {
  /** 5xx answers in a row, or failed connections for TCP; 0–4294967295, 0 never. @default 5 */
  readonly consecutive5xxErrors?: number;
  /** 502, 503, 504 answers in a row, or failed connections for TCP; 0–4294967295, 0 never. @default 0 */
  readonly consecutiveGatewayErrors?: number;
  /**
   * Failures in a row that the caller's own proxy sees (no connection, timeout); 0–4294967295. Above 0 it needs
   * `splitExternalLocalOriginErrors`.
   * @default 5
   */
  readonly consecutiveLocalOriginFailures?: number;
  /** Whether such failures are counted apart from answers. @default false - they are counted together */
  readonly splitExternalLocalOriginErrors?: boolean;
  /** Time between two looks at the endpoints, at least 1 ms. @default - 10 s */
  readonly interval?: Duration;
  /** How long an endpoint is left out the first time, at least 1 ms; grows with each time. @default - 30 s */
  readonly baseEjectionTime?: Duration;
  /** Most endpoints that are left out at once, 0–100 percent. @default 10 */
  readonly maxEjectionPercent?: number;
  /** Healthy endpoints without which none is left out any more, 0–100 percent. @default 0 */
  readonly minHealthPercent?: number;
  /** Statuses that count as errors, 100–599. @default - 5xx */
  readonly httpErrorCodes?: readonly number[];
}

const AT = 'OutlierDetection.of';

/**
 * Leaves endpoints out that keep failing. Failover between localities needs it.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection
 */
export class OutlierDetection {
  /**
   * Leaves endpoints out that keep failing; without props, by Istio's defaults.
   *
   * @throws ConfigurationError NumberOutOfRange, DurationOutOfRange, OutlierDetectionContradicts
   */
  public static of(props: OutlierDetectionProps = {}): OutlierDetection {
    return new OutlierDetection(render(props));
  }

  private constructor(private readonly rendered: DestinationRuleSpecTrafficPolicyOutlierDetection) {}

  /** @internal */
  public _render(): DestinationRuleSpecTrafficPolicyOutlierDetection {
    return { ...this.rendered };
  }
}

function render(props: OutlierDetectionProps): DestinationRuleSpecTrafficPolicyOutlierDetection {
  const { consecutive5xxErrors, consecutiveGatewayErrors, consecutiveLocalOriginFailures, httpErrorCodes } = props;
  const { interval, baseEjectionTime, maxEjectionPercent, minHealthPercent, splitExternalLocalOriginErrors } = props;
  const counts = { consecutive5xxErrors, consecutiveGatewayErrors, consecutiveLocalOriginFailures };
  for (const [of, count] of Object.entries(counts)) {
    if (count !== undefined) checkWhole(count, AT, { of, max: MAX_UINT32 });
  }
  for (const [of, percent] of Object.entries({ maxEjectionPercent, minHealthPercent })) {
    if (percent !== undefined) checkWhole(percent, AT, { of, max: 100 });
  }
  for (const code of httpErrorCodes ?? []) checkWhole(code, AT, { of: 'httpErrorCodes', min: 100, max: 599 });
  if ((consecutiveLocalOriginFailures ?? 0) > 0 && splitExternalLocalOriginErrors !== true) {
    throw new ConfigurationError('OutlierDetectionContradicts', {
      at: AT,
      problem: 'consecutiveLocalOriginFailures counts nothing without splitExternalLocalOriginErrors',
      value: consecutiveLocalOriginFailures,
    });
  }
  return {
    ...(consecutive5xxErrors === undefined ? {} : { [CONSECUTIVE_5XX_ERRORS]: consecutive5xxErrors }),
    ...(consecutiveGatewayErrors === undefined ? {} : { consecutiveGatewayErrors }),
    ...(consecutiveLocalOriginFailures === undefined ? {} : { consecutiveLocalOriginFailures }),
    ...(splitExternalLocalOriginErrors === undefined ? {} : { splitExternalLocalOriginErrors }),
    ...(interval ? { interval: renderDuration(interval, AT, { of: 'interval' }) } : {}),
    ...(baseEjectionTime ? { baseEjectionTime: renderDuration(baseEjectionTime, AT, { of: 'baseEjectionTime' }) } : {}),
    ...(maxEjectionPercent === undefined ? {} : { maxEjectionPercent }),
    ...(minHealthPercent === undefined ? {} : { minHealthPercent }),
    ...(httpErrorCodes ? { outlierDetectionHttpErrorCodes: [...httpErrorCodes] } : {}),
  };
}
