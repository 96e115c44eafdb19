import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Checks } from '../../checks';
import { ConfigurationError } from '../../errors';
import { checkPort, hostMatches, Mesh, parseHost } from '../../mesh';
import { type ITarget, RouteMatch, type RoutePolicy, shownMatch, specificFirst, unreachable } from '../../routing';
import { warnAtValidation } from '../../service';
import { AccessRules } from '../access/access-rules';
import type { TokenRequirement } from '../access/token-requirement';
import { publicNames, servedHosts } from './names';
import type { IngressHostProps } from './props';
import type { IngressRoute } from './route';
import type { IngressRequest, IServedIngress } from './via';

/**
 * A public name served by a shared Gateway, or by Kubernetes' Ingress: its servers with their certificates, and one object with
 * its routes.
 *
 * Children: `Resource` (VirtualService or Ingress), `Access-…` (AuthorizationPolicy, one for each call that limits access).
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/
 */
export class IngressHost extends Construct {
  private readonly hosts: readonly string[];
  private readonly namespace: string | undefined;
  private readonly routes: IngressRoute[] = [];
  private readonly served: IServedIngress;
  private readonly access: AccessRules;

  constructor(scope: Construct, id: string, props: IngressHostProps) {
    super(scope, id);
    this.namespace = props.namespace ?? Chart.of(this).namespace ?? Mesh.of(this).defaultNamespace;
    this.hosts = publicNames(props, this);
    const request = this.request(props);
    this.served = props.via.accept(request);
    this.access = new AccessRules(this, request, this.served);
    Checks.register(this);
    this.node.addValidation({ validate: () => this.problems() });
    warnAtValidation(this, () => this.served.warnings());
  }

  /** The object with the routes: a VirtualService or an Ingress, as `via` has it. */
  public get resource(): ApiObject {
    return this.served.resource;
  }

  /**
   * The VirtualService.
   *
   * @throws ConfigurationError IngressRouteMissing, when `via` is an IngressClass
   */
  public get virtualService(): ApiObject {
    return this.ofKind('VirtualService');
  }

  /**
   * The Ingress.
   *
   * @throws ConfigurationError IngressRouteMissing, when `via` is an IngressGateway
   */
  public get ingress(): ApiObject {
    return this.ofKind('Ingress');
  }

  /**
   * Sends requests somewhere. Specific matches come before general ones, in whatever order they are added.
   *
   * @param policy what else happens to the requests
   * @throws ConfigurationError RouteDuplicate, RuleNotHttp, IngressCannotSay, and what the target refuses
   */
  public route(match: RouteMatch, target: ITarget, policy: RoutePolicy = {}): void {
    this.add({ match, target, policy });
  }

  /**
   * Sends connections somewhere by their server name; for TLS that is passed through.
   *
   * @param sniHosts covered by the hosts of this construct; a longer wildcard wins over a shorter one
   * @throws ConfigurationError SniOutsideHosts, SniNotPassedThrough
   */
  public routeSni(sniHosts: readonly string[], target: ITarget): void {
    const names = sniHosts.map((host) => parseHost(host, this, { wildcard: true }));
    this.add({ match: RouteMatch.all(), target, policy: {}, sniHosts: names });
  }

  /**
   * Sends the calls of a gRPC service somewhere. The port of the backend has to declare gRPC or HTTP/2: the gateway speaks
   * HTTP/1.1 otherwise.
   *
   * @param service full name, like `helloworld.Greeter`
   * @throws ConfigurationError GrpcServiceMalformed; BackendProtocol at validation, when the Service is in this App
   */
  public routeGrpc(service: string, target: ITarget, policy: RoutePolicy = {}): void {
    if (!/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(service)) {
      const problem = 'the gRPC service has no such name';
      throw new ConfigurationError('GrpcServiceMalformed', { at: this, problem, value: service });
    }
    this.add({ match: RouteMatch.prefix(`/${service}/`), target, policy, speaks: 'gRPC' });
  }

  /**
   * Sends WebSockets somewhere. They are ordinary requests to the gateway; the port of the backend must not declare HTTP/2 or
   * anything that is not HTTP, where the upgrade is lost.
   *
   * @throws ConfigurationError as `route`; BackendProtocol at validation, when the Service is in this App
   */
  public routeWebSocket(match: RouteMatch, target: ITarget, policy: RoutePolicy = {}): void {
    this.add({ match, target, policy, speaks: 'WebSocket' });
  }

  /**
   * Demands a token of an issuer that the gateway knows. Whoever has none is answered 403; a token that is no good is answered
   * 401 by `IngressGateway.authenticate`.
   *
   * @throws ConfigurationError AccessUnknowable, AccessHostWildcard, AccessEmpty; TokenNeverChecked at validation
   * @see https://istio.io/latest/docs/tasks/security/authorization/authz-jwt/
   */
  public requireToken(requirement: TokenRequirement = {}): void {
    this.access.requireToken(requirement);
  }

  /**
   * Serves some addresses only; others are answered 403. Which address counts, `clientAddress` of the gateway says.
   *
   * @param blocks IPv4 or IPv6, with or without a prefix length; at least one
   * @throws ConfigurationError AddressMalformed, AccessUnknowable, AccessHostWildcard
   * @see https://istio.io/latest/docs/tasks/security/authorization/authz-ingress/
   */
  public allowAddresses(...blocks: readonly string[]): void {
    this.access.allow(blocks);
  }

  /** Answers some addresses 403. As {@link allowAddresses}. */
  public denyAddresses(...blocks: readonly string[]): void {
    this.access.deny(blocks);
  }

  /** Whether a public name is served here. */
  public serves(host: string): boolean {
    return this.hosts.some((pattern) => pattern === host || hostMatches(pattern, host));
  }

  private add(route: IngressRoute): void {
    this.served.checkRoute(route);
    const all = [...this.routes, route].filter((one) => one.sniHosts === undefined);
    const found = route.sniHosts === undefined ? unreachable(specificFirst(all)) : undefined;
    if (found) {
      const problem = `every request of the route is taken by the one for ${JSON.stringify(shownMatch(found.hiddenBy.match))}`;
      throw new ConfigurationError('RouteDuplicate', { at: this, problem, value: shownMatch(found.rule.match) });
    }
    this.routes.push(route);
  }

  private request(props: IngressHostProps): IngressRequest {
    const { tcpPort, httpPort = 80, httpsPort = 443 } = props;
    for (const port of [httpPort, httpsPort, ...(tcpPort === undefined ? [] : [tcpPort])]) checkPort(port, this);
    const namespace = this.namespace === undefined ? {} : { namespace: this.namespace };
    return {
      scope: this,
      ...namespace,
      metadata: { ...(props.name === undefined ? {} : { name: props.name }), ...namespace },
      hosts: servedHosts(this.hosts, props, this),
      ...(props.plainHttp ? { plainHttp: props.plainHttp } : {}),
      httpPort,
      httpsPort,
      ...(tcpPort === undefined ? {} : { tcpPort }),
      ...(props.hsts ? { hsts: `max-age=${props.hsts.toSeconds()}` } : {}),
      keepHostHeader: props.keepHostHeader ?? false,
      routes: () => this.routes,
    };
  }

  private ofKind(kind: string): ApiObject {
    if (this.resource.kind === kind) return this.resource;
    throw new ConfigurationError('IngressRouteMissing', {
      at: this,
      problem: `the host is served by an object of kind ${this.resource.kind}`,
      value: kind,
    });
  }

  private problems(): string[] {
    if (this.routes.length > 0) return [...this.served.problems(), ...this.access.problems()];
    const none = new ConfigurationError('RoutesEmpty', { at: this, problem: 'no route was added', value: this.hosts });
    return [none.message];
  }
}
