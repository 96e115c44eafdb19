import type { Construct } from 'constructs';
import { ConfigurationError } from '../errors';
import type { RouteMatch } from '../routing';
import { ServiceRoute, type Mirror, type ServiceRouteOptions, type Version } from '../service';

/** Where copies of a Service's requests go. */
export interface MirrorRouteProps extends ServiceRouteOptions {
  /** The version that answers. @default - the whole Service */
  readonly live?: Version;
  /** Where copies go. At least one. */
  readonly mirrors: readonly Mirror[];
  /** Requests that are copied. @default - all of them */
  readonly match?: RouteMatch;
  /** Name of the rule that copies; shows in access logs. @default - none */
  readonly routeName?: string;
}

/**
 * A Service whose requests are copied, so that something new meets real traffic and nobody sees its answers. A ServiceRoute, and
 * so the owner of the Service's host; rules that are added are not copied.
 *
 * A copied write happens twice: limit `match` to safe methods where that matters.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/mirroring/
 */
export class MirrorRoute extends ServiceRoute {
  constructor(scope: Construct, id: string, props: MirrorRouteProps) {
    super(scope, id, props);
    const { live, mirrors, match, routeName } = props;
    if (mirrors.length === 0) {
      throw new ConfigurationError('MirrorsEmpty', { at: this, problem: 'nothing is mirrored to', value: mirrors });
    }
    const options = { mirrors, name: routeName };
    const copied = live ? this.to(live, options) : this.whole(options);
    if (match) this.route(match, copied);
    const uncopied = live ? this.to(live) : this.whole();
    this.otherwise(match ? uncopied : copied);
  }
}
