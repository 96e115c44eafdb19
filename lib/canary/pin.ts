import { checkWeight } from '../mesh';
import { HeaderMatch, RouteMatch } from '../routing';
import type { Version } from '../service';

/** Requests that do not follow the split of a canary. */
export class Pin {
  /** Requests that always go to one version. */
  public static to(version: Version, match: RouteMatch): Pin {
    return new Pin(match, version, undefined);
  }

  /**
   * Requests with a split of their own between the stable version and the canary, e.g. those of one path.
   *
   * @param weight share of these requests that goes to the canary, in percent, a whole number from 0 to 100
   * @throws ConfigurationError WeightOutOfRange
   */
  public static share(match: RouteMatch, weight: number): Pin {
    return new Pin(match, undefined, checkWeight(weight, 'Pin.share'));
  }

  /**
   * The requests of some users, told apart by a header that the application passes on.
   *
   * @param header that names the user
   */
  public static users(version: Version, users: readonly string[], header = 'end-user'): Pin {
    const matches = users.map((user) => RouteMatch.header(HeaderMatch.exact(header, user)));
    return new Pin(RouteMatch.anyOf(...matches), version, undefined);
  }

  private constructor(
    public readonly match: RouteMatch,
    /** The version they go to; undefined where they are split. */
    public readonly version: Version | undefined,
    /** The canary's share of them, where they are split. */
    public readonly weight: number | undefined,
  ) {}
}
