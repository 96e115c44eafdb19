import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Branch, ITarget, RouteMatch, TargetContext } from '../routing';
import {
  optionsOf,
  ServiceRoute,
  type Mirror,
  type ServiceRouteOptions,
  type ServiceRuleOptions,
  type SplitOptions,
  type Version,
  type WeightedVersion,
} from '../service';
import { checkHandOver, ignoredDifferences } from './hand-over';
import { Pin } from './pin';
import { RolloutController, type IgnoredDifference } from './rollout-controller';

/** Which versions of a Service get how many of its requests. */
export interface CanaryRouteProps extends ServiceRouteOptions {
  /** The version that serves what no other one gets. */
  readonly stable: Version;
  /** The version that is tried out. */
  readonly canary: Version;
  /** Share of the canary in percent, a whole number from 0 to 100. See {@link CanaryPlan} for weights in steps. */
  readonly weight: number;
  /** Further versions with their shares. @default - none */
  readonly others?: readonly WeightedVersion[];
  /** Share of the stable version; given only to have the sum checked. @default - what the others leave of 100 */
  readonly stableWeight?: number;
  /** Requests that always go to the canary. @default - none */
  readonly always?: readonly RouteMatch[];
  /** Further requests that do not follow the split. @default - none */
  readonly pins?: readonly Pin[];
  /** Requests that are split; all others go to the stable version. @default - all requests */
  readonly match?: RouteMatch;
  /** Copies of the requests, whichever version they go to. @default - none */
  readonly mirrors?: readonly Mirror[];
  /** Name of the rule that splits; rollout controllers find the rule by it. @default - what `managedBy` looks for, else none */
  readonly routeName?: string;
  /** Controller that moves the weights from now on; `weight` is what it starts with. @default - this program moves them */
  readonly managedBy?: RolloutController;
}

/**
 * A Service whose requests are split between versions, with exceptions that always see the same one.
 *
 * Weights are drawn for each request, before a sticky session could count; users that must stay with one version need a pin
 * by header or cookie. Child: `Resource` (ServiceRoute).
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/traffic-shifting/
 */
export class CanaryRoute extends Construct implements ITarget {
  /** The owner of the Service's host, which this construct made. */
  public readonly serviceRoute: ServiceRoute;
  private readonly props: CanaryRouteProps;

  constructor(scope: Construct, id: string, props: CanaryRouteProps) {
    super(scope, id);
    const { stable, canary, weight, always, pins, match, managedBy } = props;
    const routeName = props.routeName ?? managedBy?.routeName;
    this.props = props;
    this.serviceRoute = new ServiceRoute(this, 'Resource', this.options());
    const exceptions = [...(always ?? []).map((one) => Pin.to(canary, one)), ...(pins ?? [])];
    const split = this.split(weight, routeName);
    this.serviceRoute.otherwise(match ? this.only(stable) : split);
    for (const pin of exceptions) this.serviceRoute.route(pin.match, this.pinned(pin));
    if (match) this.serviceRoute.route(match, split);
  }

  /** The object with the rules; undefined with `mesh: false` and no `edge`. */
  public get virtualService(): ApiObject | undefined {
    return this.serviceRoute.virtualService;
  }

  /** The object with the subsets; undefined where every version has a Service of its own and there is no traffic policy. */
  public get destinationRule(): ApiObject | undefined {
    return this.serviceRoute.destinationRule;
  }

  /**
   * Sends some requests somewhere else than the split would.
   *
   * @throws ConfigurationError RuleUnreachable, PortUnknown, and what the target refuses
   */
  public route(match: RouteMatch, target: ITarget, options: ServiceRuleOptions = {}): void {
    if (this.props.managedBy) this.checkHandOver(this.props.managedBy, ['pins']);
    this.serviceRoute.route(match, target, options);
  }

  /** Fields that `managedBy` writes and that must not be put back by whatever applies the manifests. Empty without it. */
  public get ignoredDifferences(): readonly IgnoredDifference[] {
    return ignoredDifferences(this.props.managedBy, this.serviceRoute);
  }

  /** Names of the HTTP rules that split, as a Rollout lists them under `virtualService.routes`. */
  public get routeNames(): readonly string[] {
    const name = this.props.routeName ?? this.props.managedBy?.routeName;
    return name === undefined ? [] : this.serviceRoute.namesOf(name);
  }

  public branches(context: TargetContext): readonly Branch[] {
    return this.serviceRoute.branches(context);
  }

  private options(): ServiceRouteOptions {
    const { managedBy, service } = this.props;
    const options = optionsOf(this.props);
    if (!managedBy) return options;
    this.checkHandOver(
      managedBy,
      Object.entries(this.props).flatMap(([prop, value]) => (isGiven(value) ? [prop] : [])),
    );
    return managedBy === RolloutController.FLAGGER ? { ...options, name: service.name } : options;
  }

  private checkHandOver(controller: RolloutController, given: readonly string[]): void {
    const { name, service } = this.props;
    checkHandOver(controller, given, { service: service.name, ...(name === undefined ? {} : { object: name }) }, this);
  }

  private split(weight: number, name: string | undefined): ITarget {
    const { stable, canary, others = [], stableWeight } = this.props;
    return this.serviceRoute.split(
      [
        { version: stable, ...(stableWeight === undefined ? {} : { weight: stableWeight }) },
        { version: canary, weight },
        ...others,
      ],
      { ...this.copies(), ...(name === undefined ? {} : { name }) },
    );
  }

  private pinned({ version, weight }: Pin): ITarget {
    if (version) return this.only(version);
    const { stable, canary } = this.props;
    return this.serviceRoute.split([{ version: stable }, { version: canary, weight: weight ?? 0 }], this.copies());
  }

  /** Requests that go to one version are not copied to it. */
  private only(version: Version): ITarget {
    const mirrors = (this.props.mirrors ?? []).filter((mirror) => mirror.version?.name !== version.name);
    return this.serviceRoute.to(version, { mirrors });
  }

  private copies(): SplitOptions {
    return this.props.mirrors ? { mirrors: this.props.mirrors } : {};
  }
}

function isGiven(value: unknown): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}
