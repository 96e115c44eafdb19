import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigurationError } from '../errors';
import { compareSpecificity, type GatewayHost, hostMatches, Mesh, parseHost } from '../mesh';
import { virtualService } from '../resource';
import { type ITarget, type RoutePolicy, RouteMatch, specificFirst, unreachable } from '../routing';
import { renderHttpRules } from '../routing/rule';
import type { IngressGateway } from './ingress-gateway';
import { PlainHttp } from './plain-http';
import type { ServerTls } from './server-tls';

/** The TLS of one host, where hosts have different certificates. */
export interface HostTls {
  /** One of the IngressHost's hosts. */
  readonly host: string;
  readonly tls: ServerTls;
}

/** A public name and how it is served. */
export interface IngressHostProps {
  /** Public names, exact or `*.example.com`. At least one. A wildcard does not include its apex. */
  readonly hosts: readonly string[];
  /** The Gateway that serves them. */
  readonly via: IngressGateway;
  /** How TLS ends at the gateway, for hosts without an entry in `tlsByHost`. @default - no TLS */
  readonly tls?: ServerTls;
  /** TLS of single hosts. @default - `tls` for all of them */
  readonly tlsByHost?: readonly HostTls[];
  /** What happens without TLS. @default - PlainHttp.REDIRECT where there is TLS, else PlainHttp.SERVE */
  readonly plainHttp?: PlainHttp;
  /** Name of the VirtualService. @default - derived from the construct path */
  readonly name?: string;
  /** Namespace of the VirtualService. @default - the chart's, or Mesh.configure({ defaultNamespace }) */
  readonly namespace?: string;
}

interface Route {
  readonly match: RouteMatch;
  readonly target: ITarget;
  readonly policy: RoutePolicy;
}

const HTTP_PORT = 80;
const HTTPS_PORT = 443;

/**
 * A public name served by a shared Gateway: its servers with their certificates, and one VirtualService with its routes.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/
 */
export class IngressHost extends Construct {
  /** The object with the routes. */
  public readonly virtualService: ApiObject;
  private readonly props: IngressHostProps;
  private readonly hosts: readonly string[];
  private readonly namespace: string | undefined;
  private readonly routes: Route[] = [];

  constructor(scope: Construct, id: string, props: IngressHostProps) {
    super(scope, id);
    this.props = props;
    if (props.hosts.length === 0) {
      throw new ConfigurationError('HostMissing', { at: this, problem: 'no host is served', value: props.hosts });
    }
    this.hosts = props.hosts.map((host) => parseHost(host, this, { wildcard: true }));
    this.namespace = props.namespace ?? Chart.of(this).namespace ?? Mesh.of(this).defaultNamespace;
    for (const host of this.hosts) this.serve(host);
    const metadata = {
      ...(props.name === undefined ? {} : { name: props.name }),
      ...(this.namespace === undefined ? {} : { namespace: this.namespace }),
    };
    this.virtualService = virtualService(this, 'Resource', metadata, () => ({
      hosts: [...this.hosts].sort(compareSpecificity),
      gateways: [props.via.reference],
      http: specificFirst(this.routes).flatMap(({ match, target, policy }) =>
        renderHttpRules(target.branches(this.context), { scope: this, match, policy, gateways: [props.via.reference] }),
      ),
    }));
    this.node.addValidation({ validate: () => this.problems() });
  }

  /**
   * Sends requests somewhere. Specific matches come before general ones, in whatever order they are added.
   *
   * @param policy what else happens to the requests
   * @throws ConfigurationError RouteDuplicate, and what the target refuses
   */
  public route(match: RouteMatch, target: ITarget, policy: RoutePolicy = {}): void {
    const route = { match, target, policy };
    renderHttpRules(target.branches(this.context), { scope: this, match, policy });
    const hidden = unreachable(specificFirst([...this.routes, route]));
    if (hidden) {
      throw new ConfigurationError('RouteDuplicate', {
        at: this,
        problem: 'another route takes the same requests',
        value: match.alternatives,
      });
    }
    this.routes.push(route);
  }

  private get context(): { scope: Construct; namespace?: string } {
    return { scope: this, ...(this.namespace === undefined ? {} : { namespace: this.namespace }) };
  }

  private serve(host: string): void {
    const { via, tls, tlsByHost = [] } = this.props;
    const ownTls = tlsByHost.find((one) => one.host === host)?.tls ?? tls;
    const plain = this.props.plainHttp ?? (ownTls ? PlainHttp.REDIRECT : PlainHttp.SERVE);
    const hosts: GatewayHost[] = [{ namespace: this.namespace ?? '*', host }];
    if (ownTls) {
      for (const { name, namespace } of ownTls.credentials) {
        if (namespace !== undefined && namespace !== via.workload.namespace) {
          throw new ConfigurationError('CredentialElsewhere', {
            at: this,
            problem: `Secret ${name} is in ${namespace}, the gateway's Pods are in ${via.workload.namespace}`,
            value: `${namespace}/${name}`,
          });
        }
      }
      via.addServer({ port: HTTPS_PORT, protocol: 'HTTPS', tls: ownTls._render(), hosts, owner: this });
    }
    if (plain === PlainHttp.REDIRECT) {
      if (!ownTls) {
        throw new ConfigurationError('RedirectToNothing', {
          at: this,
          problem: `${host} has no TLS to redirect to`,
          value: host,
        });
      }
      via.addServer({ port: HTTP_PORT, protocol: 'HTTP', tls: { httpsRedirect: true }, hosts, owner: this });
    } else if (plain === PlainHttp.SERVE) {
      via.addServer({ port: HTTP_PORT, protocol: 'HTTP', hosts, owner: this });
    }
  }

  private problems(): string[] {
    if (this.routes.length > 0) return [];
    const none = new ConfigurationError('RoutesEmpty', { at: this, problem: 'no route was added', value: this.hosts });
    return [none.message];
  }

  /** Whether a public name is served here. */
  public serves(host: string): boolean {
    return this.hosts.some((pattern) => pattern === host || hostMatches(pattern, host));
  }
}
