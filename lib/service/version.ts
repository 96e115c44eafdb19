import { ConfigurationError } from '../errors';
import { checkDnsLabel, isDnsLabel, isLabel, label, type IServiceLike } from '../mesh';
import type { HeaderChanges, TrafficPolicy } from '../routing';

/** What a version of a Service may have of its own. */
export interface VersionOptions {
  /** Traffic policy of the version's subset; settings it leaves out come from the Service's. @default - the Service's */
  readonly trafficPolicy?: TrafficPolicy;
}

/**
 * One version of a Service: the part of its endpoints with certain labels, or a Service of its own.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset
 */
export class Version {
  /**
   * The endpoints whose label `version` has this value.
   *
   * @param value of the label; the subset is named after it
   * @throws ConfigurationError VersionMalformed
   */
  public static label(value: string, options: VersionOptions = {}): Version {
    checkLabels({ version: value }, 'Version.label');
    return new Version(isDnsLabel(value) ? value : label(value), { version: value }, undefined, options.trafficPolicy);
  }

  /**
   * The endpoints with all of these labels.
   *
   * @param name of the subset, a DNS-1123 label
   * @param labels at least one
   * @throws ConfigurationError NameNotDnsLabel, VersionMalformed
   */
  public static labels(name: string, labels: Readonly<Record<string, string>>, options: VersionOptions = {}): Version {
    const at = 'Version.labels';
    checkLabels(labels, at);
    return new Version(checkDnsLabel(name, at), { ...labels }, undefined, options.trafficPolicy);
  }

  /**
   * A version with a Service of its own, as Gateway API and some rollout controllers want it. A traffic policy for it is set by
   * a ServiceRoute of that Service.
   *
   * @param name of the version, a DNS-1123 label; shows in errors
   * @throws ConfigurationError NameNotDnsLabel
   */
  public static service(name: string, service: IServiceLike): Version {
    return new Version(checkDnsLabel(name, 'Version.service'), undefined, service, undefined);
  }

  private constructor(
    public readonly name: string,
    /** Labels of the version's endpoints; undefined for a Service of its own. */
    public readonly labels: Readonly<Record<string, string>> | undefined,
    /** Its own Service; undefined for a subset. */
    public readonly service: IServiceLike | undefined,
    /** Policy of the subset. */
    public readonly trafficPolicy: TrafficPolicy | undefined,
  ) {}
}

/** A version with its share of the requests. */
export interface WeightedVersion {
  readonly version: Version;
  /** In percent, a whole number from 0 to 100. One part of a split may leave it out. @default - what the others leave of 100 */
  readonly weight?: number;
  /** Changes to the headers of requests that go to this version. @default - none */
  readonly headers?: HeaderChanges;
}

function checkLabels(labels: Readonly<Record<string, string>>, at: string): void {
  const pairs = Object.entries(labels);
  if (pairs.length === 0) {
    throw new ConfigurationError('VersionMalformed', {
      at,
      problem: 'no label, which is every endpoint',
      value: labels,
    });
  }
  for (const [key, value] of pairs) {
    if (value !== '' && isLabel(key, value)) continue;
    throw new ConfigurationError('VersionMalformed', { at, problem: 'no Kubernetes label', value: { [key]: value } });
  }
}
