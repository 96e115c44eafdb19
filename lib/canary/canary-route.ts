import type { Construct } from 'constructs';
import type { ITarget, RouteMatch } from '../routing';
import {
  ServiceRoute,
  type Mirror,
  type ServiceRouteOptions,
  type ServiceRuleOptions,
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
 * A Service whose requests are split between versions, with exceptions that always see the same one. A ServiceRoute, and so the
 * owner of the Service's host.
 *
 * Weights are drawn for each request, before a sticky session could count; users that must stay with one version need a pin
 * by header or cookie.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/traffic-shifting/
 */
export class CanaryRoute extends ServiceRoute {
  private readonly canaryProps: CanaryRouteProps;

  constructor(scope: Construct, id: string, props: CanaryRouteProps) {
    super(scope, id, handedOver(props, `${scope.node.path}/${id}`));
    this.canaryProps = props;
    const { stable, canary, always, pins, match } = props;
    const exceptions = [...(always ?? []).map((one) => Pin.to(canary, one)), ...(pins ?? [])];
    const split = this.weighted();
    this.otherwise(match ? this.only(stable) : split);
    for (const pin of exceptions) super.route(pin.match, this.pinned(pin));
    if (match) super.route(match, split);
  }

  /** Fields that `managedBy` writes and that must not be put back by whatever applies the manifests. Empty without it. */
  public get ignoredDifferences(): readonly IgnoredDifference[] {
    return ignoredDifferences(this.canaryProps.managedBy, this);
  }

  /** Names of the HTTP rules that split, as a Rollout lists them under `virtualService.routes`. */
  public get routeNames(): readonly string[] {
    const name = this.ruleName;
    return name === undefined ? [] : this.namesOf(name);
  }

  /**
   * Sends some requests somewhere else than the split would.
   *
   * @throws ConfigurationError RuleUnreachable, PortUnknown, RulesOverwritten, and what the target refuses
   */
  public override route(match: RouteMatch, target: ITarget, options: ServiceRuleOptions = {}): void {
    checkHandOver(this.canaryProps, ['pins'], this.node.path);
    super.route(match, target, options);
  }

  private get ruleName(): string | undefined {
    return this.canaryProps.routeName ?? this.canaryProps.managedBy?.routeName;
  }

  private weighted(): ITarget {
    const { stable, canary, weight, others = [], stableWeight } = this.canaryProps;
    const parts = [{ version: stable, weight: stableWeight }, { version: canary, weight }, ...others];
    return this.split(parts, { mirrors: this.canaryProps.mirrors, name: this.ruleName });
  }

  private pinned({ version, weight }: Pin): ITarget {
    if (version) return this.only(version);
    const { stable, canary, mirrors } = this.canaryProps;
    return this.split([{ version: stable }, { version: canary, weight: weight ?? 0 }], { mirrors });
  }

  /** Requests that go to one version are not copied to it. */
  private only(version: Version): ITarget {
    const mirrors = (this.canaryProps.mirrors ?? []).filter((mirror) => mirror.version?.name !== version.name);
    return this.to(version, { mirrors });
  }
}

/** The props of the ServiceRoute, as the controller that takes over wants them. */
function handedOver(props: CanaryRouteProps, path: string): ServiceRouteOptions {
  if (!props.managedBy) return props;
  const given = Object.entries(props).flatMap(([prop, value]) => (isGiven(value) ? [prop] : []));
  checkHandOver(props, given, path);
  return props.managedBy === RolloutController.FLAGGER ? { ...props, name: props.service.name } : props;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}
