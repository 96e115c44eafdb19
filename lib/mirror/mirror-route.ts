import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigurationError } from '../errors';
import type { Branch, ITarget, RouteMatch, TargetContext } from '../routing';
import {
  optionsOf,
  ServiceRoute,
  type Mirror,
  type ServiceRouteOptions,
  type ServiceRuleOptions,
  type Version,
} from '../service';

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
 * A Service whose requests are copied, so that something new meets real traffic and nobody sees its answers.
 *
 * A copied write happens twice: limit `match` to safe methods where that matters. Child: `Resource` (ServiceRoute).
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/mirroring/
 */
export class MirrorRoute extends Construct implements ITarget {
  /** The owner of the Service's host, which this construct made. */
  public readonly serviceRoute: ServiceRoute;

  constructor(scope: Construct, id: string, props: MirrorRouteProps) {
    super(scope, id);
    const { live, mirrors, match, routeName } = props;
    if (mirrors.length === 0) {
      throw new ConfigurationError('MirrorsEmpty', { at: this, problem: 'nothing is mirrored to', value: mirrors });
    }
    this.serviceRoute = new ServiceRoute(this, 'Resource', optionsOf(props));
    const options = { mirrors, ...(routeName === undefined ? {} : { name: routeName }) };
    const copied = live ? this.serviceRoute.to(live, options) : this.serviceRoute.whole(options);
    if (match) this.serviceRoute.route(match, copied);
    this.serviceRoute.otherwise(match ? this.uncopied(live) : copied);
  }

  /** The object with the rules; undefined with `mesh: false` and no `edge`. */
  public get virtualService(): ApiObject | undefined {
    return this.serviceRoute.virtualService;
  }

  /** The object with the subsets; undefined where there are neither versions nor a traffic policy. */
  public get destinationRule(): ApiObject | undefined {
    return this.serviceRoute.destinationRule;
  }

  /**
   * Sends some requests somewhere else, without copies.
   *
   * @throws ConfigurationError RuleUnreachable, PortUnknown, and what the target refuses
   */
  public route(match: RouteMatch, target: ITarget, options: ServiceRuleOptions = {}): void {
    this.serviceRoute.route(match, target, options);
  }

  public branches(context: TargetContext): readonly Branch[] {
    return this.serviceRoute.branches(context);
  }

  private uncopied(live: Version | undefined): ITarget {
    return live ? this.serviceRoute.to(live) : this.serviceRoute.whole();
  }
}
