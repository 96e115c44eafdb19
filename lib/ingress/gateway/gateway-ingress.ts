import type { ApiObject } from 'cdk8s';
import type { VirtualServiceSpec } from '../../../imports/networking.istio.io';
import { ConfigurationError } from '../../errors';
import type { SharedGateway } from '../../gateway';
import { compareSpecificity, type GatewayWorkload, isSubsetOf, Mesh } from '../../mesh';
import { virtualService } from '../../resource';
import {
  type Branch,
  directResponseWarnings,
  mergeRoutePolicies,
  policyWarnings,
  type TargetContext,
} from '../../routing';
import { renderTcpRules, renderTlsRules } from '../../routing/rule';
import type { Warning } from '../../service';
import type { IKnowsClients, IServedAtGateway } from '../access/access-rules';
import type { IngressRoute } from '../host/route';
import type { IngressRequest } from '../host/via';
import { httpRules, type HttpRulesOf, rulesOf } from './http-rules';
import { neighbourProblems, neighbourWarnings } from './neighbours';
import { splitHostWarnings } from './outside-host';
import { ServedNames } from './served-names';
import { addServers } from './servers';

/** A gateway of Istio that serves IngressHosts. */
type Gateway = SharedGateway & IKnowsClients;

/** An IngressHost at an IngressGateway: servers of the Gateway, and a VirtualService bound to it. */
export class GatewayIngress implements IServedAtGateway {
  public readonly resource: ApiObject;
  public readonly workload: GatewayWorkload;
  private readonly names: ServedNames;

  constructor(
    public readonly gateway: Gateway,
    private readonly request: IngressRequest,
  ) {
    this.workload = gateway.workload;
    this.names = ServedNames.of(request.scope, gateway.workload);
    addServers(gateway, request);
    this.resource = virtualService(request.scope, 'Resource', request.metadata, () => this.spec());
  }

  /** @throws ConfigurationError RuleNotHttp, SniOutsideHosts, SniNotPassedThrough, and what rendering refuses */
  public checkRoute(route: IngressRoute): void {
    this.checkSni(route);
    if (this.family === 'http') rulesOf(route, this.rules);
    else this.opaqueRules(route);
  }

  public problems(): readonly string[] {
    return neighbourProblems(this.names, this.request);
  }

  public warnings(): readonly Warning[] {
    const { clusterDomain } = Mesh.of(this.request.scope);
    const branches = this.request.routes().flatMap((route) =>
      route.target.branches(this.context).map((branch): Branch => {
        const policy = mergeRoutePolicies(branch.policy, route.policy);
        return { ...branch, ...(policy ? { policy } : {}) };
      }),
    );
    return [
      ...neighbourWarnings(this.names, this.request),
      ...branches.flatMap((branch) => [
        ...policyWarnings(branch.policy ?? {}),
        ...(branch.directResponse ? directResponseWarnings(branch.directResponse) : []),
        ...(this.request.keepHostHeader ? [] : splitHostWarnings(branch, clusterDomain)),
      ]),
    ];
  }

  private spec(): VirtualServiceSpec {
    const { family, request } = this;
    const opaque = family === 'http' ? [] : this.opaqueRoutes().flatMap((route) => this.opaqueRules(route));
    return {
      hosts: request.hosts.map(({ host }) => host).sort(compareSpecificity),
      gateways: [this.gateway.reference],
      ...(family === 'http' ? { http: httpRules(this.rules) } : { [family]: opaque }),
    };
  }

  /** The routes by name before the one for all hosts, which gets what they leave. */
  private opaqueRoutes(): readonly IngressRoute[] {
    const routes = this.request.routes();
    return [...routes.filter((one) => one.sniHosts), ...routes.filter((one) => !one.sniHosts)];
  }

  private opaqueRules(route: IngressRoute): ReturnType<typeof renderTlsRules> | ReturnType<typeof renderTcpRules> {
    const { scope, tcpPort, httpsPort } = this.request;
    const idle = Object.entries(route.policy).find(([, value]) => value !== undefined);
    if (idle) {
      const problem = `${idle[0]} on connections whose content the gateway does not see`;
      throw new ConfigurationError('RuleNotHttp', { at: scope, problem, value: this.family });
    }
    const branches = route.target.branches(this.context);
    const bound = { scope, match: route.match, gateways: [this.gateway.reference] };
    if (this.family === 'tcp') return renderTcpRules(branches, { ...bound, port: tcpPort ?? httpsPort });
    const sniHosts = route.sniHosts ?? this.namesLeft();
    return sniHosts.length === 0 ? [] : renderTlsRules(branches, { ...bound, port: tcpPort ?? httpsPort, sniHosts });
  }

  /** Hosts that no route takes by exactly their name. */
  private namesLeft(): string[] {
    const taken = new Set(this.request.routes().flatMap((route) => route.sniHosts ?? []));
    return this.request.hosts.map(({ host }) => host).filter((host) => !taken.has(host));
  }

  private checkSni({ sniHosts }: IngressRoute): void {
    const { scope, hosts, routes } = this.request;
    if (!sniHosts) return;
    if (this.family !== 'tls') {
      const problem = 'a route by server name, where TLS is not passed through';
      throw new ConfigurationError('SniNotPassedThrough', { at: scope, problem, value: sniHosts });
    }
    const taken = new Set(routes().flatMap((route) => route.sniHosts ?? []));
    const outside = sniHosts.find((name) => !hosts.some(({ host }) => isSubsetOf(name, host)));
    const twice = sniHosts.find((name, index) => taken.has(name) || sniHosts.indexOf(name) !== index);
    if (sniHosts.length === 0 || outside !== undefined) {
      const problem = outside === undefined ? 'no server name' : 'a server name that is not served';
      throw new ConfigurationError('SniOutsideHosts', { at: scope, problem, value: outside ?? sniHosts });
    }
    if (twice !== undefined) {
      throw new ConfigurationError('RouteDuplicate', {
        at: scope,
        problem: 'two routes for a server name',
        value: twice,
      });
    }
  }

  private get family(): 'http' | 'tls' | 'tcp' {
    const { hosts, tcpPort } = this.request;
    if (hosts.some(({ tls }) => tls?.isPassedThrough)) return 'tls';
    return tcpPort === undefined ? 'http' : 'tcp';
  }

  private get context(): TargetContext {
    const { scope, namespace } = this.request;
    return { scope, ...(namespace === undefined ? {} : { namespace }) };
  }

  private get rules(): HttpRulesOf {
    return { request: this.request, context: this.context, reference: this.gateway.reference, names: this.names };
  }
}
