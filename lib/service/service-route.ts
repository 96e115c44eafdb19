import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { VirtualServiceSpec } from '../../imports/networking.istio.io';
import { Checks } from '../checks';
import { ConfigurationError } from '../errors';
import { checkService, portOf, resolveService, type IServicePort, type ResolvedService } from '../mesh';
import { destinationRule, virtualService, type ResourceMetadata } from '../resource';
import {
  Delegate,
  renderRoutePolicy,
  Target,
  type Branch,
  type ITarget,
  type RouteMatch,
  type RoutePolicy,
  type TargetContext,
} from '../routing';
import { renderDestinationRule, type DestinationRuleRequest } from './destination-rule';
import { checkDelegated, checkEdge } from './edge';
import { branchWarnings, shortHost, stickySplitWarnings } from './interplay';
import { Judgement, routesChanged, workloadsOf, type Verdict } from './judgement';
import { delegatedLane, lanesOf, nameIn, type Lane } from './lane';
import { claimMeshHost } from './mesh-host';
import { policyOf, type ServiceRouteOptions } from './options';
import { OwnTarget, type SplitOptions } from './own-target';
import { RouteSide, ruleOf, type ServiceRule, type ServiceRuleOptions } from './rule';
import { RuleList } from './rule-list';
import { attempt, branchesOf, renderVirtualService, type Observe, type Report } from './rules-of-service';
import { completeWeights, type CompletePart } from './split';
import { type Version, type WeightedVersion } from './version';
import { VersionSet } from './version-set';
import { checkVisibility } from './visibility';

// Every route has a target for the Service as a whole.
const NO_PARTS: readonly CompletePart[] = [];
const NO_OPTIONS: SplitOptions = {};

/** How the requests to a Service are routed. */
export interface ServiceRouteProps extends ServiceRouteOptions {
  /** Versions of the Service that no rule of this route names, but somebody else does. @default - none */
  readonly versions?: readonly Version[];
}

/**
 * The owner of a Service's host in the mesh: its one VirtualService and its one DestinationRule. What no rule takes goes to the
 * Service as a whole. Needs a Service port for each destination, and no second owner that the same namespace sees.
 *
 * Children: `Resource` (VirtualService), `DestinationRule` (once there is a version or a traffic policy).
 *
 * @see https://istio.io/latest/docs/concepts/traffic-management/
 */
export class ServiceRoute extends Construct implements ITarget {
  /** Host that the rules are for; fully qualified wherever the namespace is known. */
  public readonly host: string;
  /** Namespace of the Service and of the objects; undefined where nobody has one. */
  public readonly namespace: string | undefined;
  /** The object with the rules. Undefined where neither the mesh nor an edge of its own follows them. */
  public readonly virtualService: ApiObject | undefined;
  private readonly props: ServiceRouteProps;
  private readonly service: ResolvedService;
  private readonly policy: RoutePolicy | undefined;
  private readonly versions: VersionSet;
  private readonly rules: RuleList;
  private subsets: ApiObject | undefined;
  private readonly judgement: Judgement;
  /** The VirtualService of the last judgement. */
  private judged: VirtualServiceSpec | undefined;
  /** Whether some target is of a class that is not this library's, so that nobody knows when it changes. */
  private changesUnseen = false;
  private resolving = false;

  constructor(scope: Construct, id: string, props: ServiceRouteProps) {
    super(scope, id);
    const { service, trafficPolicy, mesh = true, edge, delegated = false, exportTo, versions } = props;
    checkService(service, this);
    this.props = props;
    this.policy = policyOf(props);
    this.service = resolveService(service, this, Chart.of(this).namespace ?? service.metadata.namespace);
    this.host = this.service.host;
    this.namespace = this.service.namespace;
    if (this.policy) renderRoutePolicy(this.policy, this);
    checkVisibility(exportTo, this);
    if (edge) checkEdge(edge, mesh, this);
    if (delegated) checkDelegated(edge, this.namespace, this);
    if (edge || delegated || props.port !== undefined) portOf(service, props.port, this);
    claimMeshHost(this.host, { owner: this, namespace: this.namespace, exportTo });
    this.versions = new VersionSet(this, this.service, props);
    this.rules = new RuleList(this, this.whole());
    if (mesh || edge || delegated) {
      this.virtualService = virtualService(this, 'Resource', this.metadata(), () => this.takeJudged());
    }
    if (trafficPolicy) {
      renderDestinationRule(this.connections([]));
      for (const { port } of trafficPolicy.portPolicies ?? []) portOf(service, port, this);
      this.ensureSubsets();
    }
    for (const version of versions ?? []) this.addVersion(version);
    Checks.register(this);
    this.judgement = new Judgement(this);
    routesChanged(this);
  }

  /** The object with the subsets and the traffic policy. Undefined as long as there is neither. */
  public get destinationRule(): ApiObject | undefined {
    return this.subsets;
  }

  /**
   * Sends some requests somewhere. Specific matches come before general ones, in whatever order they are added; `RouteMatch.all()`
   * takes the place of the Service as a whole.
   *
   * @param options what else happens to the requests; laid over what the route has for all rules
   * @throws ConfigurationError RuleUnreachable, PortUnknown, and what the target refuses
   */
  public route(match: RouteMatch, target: ITarget, options: ServiceRuleOptions = {}): void {
    if (options.port !== undefined) portOf(this.props.service, options.port, this);
    const rule = ruleOf(match, target, options);
    if (rule.policy) renderRoutePolicy(rule.policy, this);
    this.rules.add(rule);
    this.leadsTo(target);
  }

  /**
   * Makes a version known without routing to it.
   *
   * @throws ConfigurationError VersionTwice, for another version of that name
   */
  public addVersion(version: Version): void {
    this.versions.add(version);
    if (version.trafficPolicy) {
      renderDestinationRule(this.connections([version]));
      for (const { port } of version.trafficPolicy.portPolicies ?? []) portOf(this.props.service, port, this);
    }
    if (version.labels) this.ensureSubsets();
    routesChanged(this);
  }

  /** All of a rule's requests go to one version. */
  public to(version: Version, options: SplitOptions = {}): ITarget {
    return this.split([{ version }], options);
  }

  /** A rule's requests go to the whole Service. */
  public whole(options: SplitOptions = NO_OPTIONS): ITarget {
    return this.own(NO_PARTS, options);
  }

  /**
   * Splits a rule's requests between versions.
   *
   * @throws ConfigurationError TargetEmpty, VersionTwice, WeightOutOfRange, WeightsNotHundred, WeightsMissing
   */
  public split(parts: readonly WeightedVersion[], options: SplitOptions = {}): ITarget {
    const complete = completeWeights(parts, this);
    for (const { version } of complete) this.addVersion(version);
    return this.own(complete, options);
  }

  /** Where requests go that no rule takes, instead of to the whole Service. */
  public otherwise(target: ITarget): void {
    this.rules.rest = target;
    this.leadsTo(target);
  }

  /** Names that the HTTP rules called `name` have in the manifest: one for each port and side that has rules of its own. */
  public namesOf(name: string): readonly string[] {
    return this.lanes().flatMap(({ family, suffix }) => (family === 'http' ? [nameIn(suffix, name)] : []));
  }

  /** The rules as a target, for the Service's port `port` of a route that uses it. */
  public branches(context: TargetContext): readonly Branch[] {
    if (this.props.delegated && this.virtualService && this.namespace !== undefined) {
      return [{ destinations: [], delegate: Delegate.to(this.virtualService.name, this.namespace) }];
    }
    if (this.resolving) {
      throw new ConfigurationError('TargetLoop', { at: context.scope, problem: `${this.node.path} leads to itself` });
    }
    this.resolving = true;
    try {
      const port = this.edgePort(context);
      return this.rules.inOrder(port.port, [RouteSide.EDGE]).flatMap((rule) => this.branchesOf(rule, port, context));
    } finally {
      this.resolving = false;
    }
  }

  /** @internal */
  public _judge(): Verdict {
    const problems: string[] = [];
    const branches: Branch[] = [];
    const report = (problem: ConfigurationError): void => void problems.push(problem.message);
    if (this.virtualService) this.judged = this.renderRules(report, (some) => branches.push(...some));
    else if (this.subsets) branches.push(...attempt(() => this.branches(this.context), []));
    else {
      const problem = 'neither rules nor versions nor a traffic policy';
      report(new ConfigurationError('ServiceRouteEmpty', { at: this, problem, value: this.host }));
    }
    const policies = [this.props.trafficPolicy, ...this.versions.subsets.map((version) => version.trafficPolicy)];
    const warnings = [
      ...branches.flatMap(branchWarnings),
      ...stickySplitWarnings(branches, policies),
      ...workloadsOf(this).warnings(this.service.name, this.namespace, this.versions.subsets),
    ];
    return { problems, warnings: this.namespace === undefined ? [shortHost(this.host), ...warnings] : warnings };
  }

  /** @internal */
  public _state(): number | undefined {
    // Ports are only ever added to a Service.
    return this.changesUnseen ? undefined : this.props.service.ports.length;
  }

  private own(parts: readonly CompletePart[], options: SplitOptions): ITarget {
    for (const { version } of options.mirrors ?? []) {
      if (version) this.addVersion(version);
    }
    return new OwnTarget(this.versions, parts, options);
  }

  private edgePort(context: TargetContext): IServicePort {
    return this.versions.portAtEdge(context);
  }

  private renderRules(report: Report, observe?: Observe): VirtualServiceSpec {
    return renderVirtualService({
      scope: this,
      host: this.host,
      context: this.context,
      lanes: this.lanes(),
      rules: this.rules,
      policy: this.policy,
      report,
      observe,
      edge: this.props.edge,
      mesh: (this.props.mesh ?? true) && !this.props.delegated,
      exportTo: this.props.exportTo,
    });
  }

  private lanes(): readonly Lane[] {
    const { service, edge, delegated = false, mesh = true } = this.props;
    if (delegated) return [delegatedLane(this.edgePort(this.context))];
    return lanesOf({ ports: service.ports, mesh, edge, edgePort: edge && this.edgePort(this.context) });
  }

  /**
   * The VirtualService as it was judged, so that rules are rendered once; handed out once, so that it is not kept for good.
   * Problems are told at validation. One that appears after that must not cost a rule in silence.
   */
  private takeJudged(): VirtualServiceSpec {
    this.judgement.pass();
    const { judged } = this;
    this.judged = undefined;
    if (judged) return judged;
    return this.renderRules((problem) => {
      if (this.judgement.isClean) throw problem;
    });
  }

  private leadsTo(target: ITarget): void {
    this.changesUnseen ||= ![Target, OwnTarget, ServiceRoute].some((known) => target instanceof known);
    routesChanged(this);
  }

  private branchesOf(rule: ServiceRule, port: IServicePort, context: TargetContext): readonly Branch[] {
    return branchesOf(rule, { scope: this, context, port, policy: this.policy });
  }

  private ensureSubsets(): void {
    if (this.subsets) return;
    this.subsets = destinationRule(this, 'DestinationRule', this.metadata(), () =>
      renderDestinationRule(this.connections(this.versions.subsets)),
    );
    this.virtualService?.addDependency(this.subsets);
  }

  private connections(subsets: readonly Version[]): DestinationRuleRequest {
    const { trafficPolicy, exportTo } = this.props;
    return { scope: this, host: this.host, subsets, trafficPolicy, exportTo };
  }

  private get context(): TargetContext {
    return { scope: this, namespace: this.namespace };
  }

  private metadata(): ResourceMetadata {
    return { name: this.props.name, namespace: this.namespace };
  }
}
