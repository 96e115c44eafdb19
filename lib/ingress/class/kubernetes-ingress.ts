import { type ApiObject, Lazy } from 'cdk8s';
import { ConfigurationError } from '../../errors';
import { Mesh } from '../../mesh';
import { kubernetesObject } from '../../resource';
import { specificFirst, type TargetContext } from '../../routing';
import type { Warning } from '../../service';
import type { IngressRoute } from '../host/route';
import type { IngressRequest, IServedIngress, ServedHost } from '../host/via';
import type { ClassTerms } from './class-terms';
import { ingressPaths, type IngressPath, Unsayable } from './ingress-path';

interface Backend {
  readonly service: { readonly name: string; readonly port: { readonly number: number } };
}

/**
 * An IngressHost as a Kubernetes Ingress. Whatever an Ingress, or Istio's reading of it, cannot say is refused.
 *
 * Recorded: i2-ingress-path-types, i2-ingress-order-and-hosts, i2-ingress-classes, i2-ingress-beside-gateway.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/kubernetes-ingress/
 */
export class KubernetesIngress implements IServedIngress {
  public readonly resource: ApiObject;

  constructor(
    private readonly terms: ClassTerms,
    private readonly request: IngressRequest,
  ) {
    this.checkHosts();
    const { scope, metadata } = request;
    const { annotations } = terms;
    this.resource = kubernetesObject(scope, 'Resource', 'Ingress', {
      metadata: { ...metadata, ...(Object.keys(annotations).length > 0 ? { annotations: { ...annotations } } : {}) },
      spec: Lazy.any({ produce: () => this.spec() }) as object,
    });
  }

  /** @throws ConfigurationError IngressCannotSay */
  public checkRoute(route: IngressRoute): void {
    if (route.sniHosts) throw this.cannot('a route by server name', route.sniHosts);
    this.pathsOf(route);
    this.backendOf(route);
  }

  /** Targets may have changed since they were added. */
  public problems(): readonly string[] {
    return this.request.routes().flatMap((route) => {
      try {
        this.checkRoute(route);
        return [];
      } catch (error) {
        if (error instanceof ConfigurationError) return [error.message];
        throw error;
      }
    });
  }

  public warnings(): readonly Warning[] {
    return [];
  }

  private spec(): object {
    const { hosts, routes } = this.request;
    const paths = specificFirst(routes()).flatMap((route) =>
      this.pathsOf(route).map((one) => ({ ...one, backend: this.backendOf(route) })),
    );
    const tls = tlsOf(hosts);
    const ingressClassName = this.terms.className();
    return {
      ...(ingressClassName === undefined ? {} : { ingressClassName }),
      ...(tls.length > 0 ? { tls } : {}),
      rules: hosts.map(({ host }) => ({ ...(host === '*' ? {} : { host }), http: { paths } })),
    };
  }

  private pathsOf({ match }: IngressRoute): readonly IngressPath[] {
    const paths = ingressPaths(match, this.terms.istio !== undefined);
    if (!(paths instanceof Unsayable)) return paths;
    const fix = 'use IngressMatch.elements(path) or RouteMatch.exact(path), or an IngressGateway';
    throw this.cannot(paths.what, paths.value, fix);
  }

  private backendOf({ target, policy }: IngressRoute): Backend {
    const { namespace, scope } = this.request;
    const [branch, ...more] = target.branches(this.context);
    const [destination, ...others] = branch?.destinations ?? [];
    if (!branch || !destination || more.length > 0 || others.length > 0 || branch.match) {
      throw this.cannot('anything but one Service for all requests of a path', branch?.destinations);
    }
    if ((branch.mirrors ?? []).some(({ percentage }) => percentage > 0)) throw this.cannot('copies', branch.mirrors);
    const { subset, headers, host, port } = destination;
    if (subset !== undefined) throw this.cannot('a version of a Service', subset);
    const set = Object.entries({ ...branch.policy, ...policy, headers: headers ?? policy.headers });
    const extra = set.find(([, value]) => value !== undefined)?.[0];
    if (extra !== undefined) throw this.cannot(extra, host);
    const [name = '', of, ...domain] = host.split('.');
    const isService = of === undefined || domain.join('.') === `svc.${Mesh.of(scope).clusterDomain}`;
    if (!isService) throw this.cannot('a host outside the cluster', host);
    if (of !== namespace) throw this.cannot('a Service of another namespace', host);
    if (port === undefined) throw this.cannot('a Service without its port', host);
    return { service: { name, port: { number: port } } };
  }

  private checkHosts(): void {
    const { hosts, plainHttp, hsts, tcpPort, httpPort, httpsPort } = this.request;
    if (tcpPort !== undefined) throw this.cannot('a port without HTTP', tcpPort);
    if (httpPort !== 80 || httpsPort !== 443) throw this.cannot('other ports than 80 and 443', { httpPort, httpsPort });
    if (hsts !== undefined) throw this.cannot('headers of answers', hsts);
    for (const served of hosts) this.checkHost(served);
    const secure = hosts.some(({ tls }) => tls);
    const kind = plainHttp?.kind ?? (secure && this.terms.istio ? 'redirect' : 'serve');
    if (kind !== 'serve') {
      const fix = 'say PlainHttp.SERVE, which an Ingress does, or use an IngressGateway';
      throw this.cannot('anything but serving the host on port 80 too', kind, fix);
    }
  }

  private checkHost({ host, tls }: ServedHost): void {
    const { scope, namespace } = this.request;
    const { istio } = this.terms;
    if (host.startsWith('*.') && !istio) {
      throw this.cannot('a wildcard for names of any depth: in an Ingress it covers one label', host);
    }
    if (!tls) return;
    const { mode, credentialName, ...further } = tls._render();
    if (mode !== 'SIMPLE' || credentialName === undefined || Object.keys(further).length > 0) {
      throw this.cannot('TLS other than with one certificate', mode);
    }
    if (host === '*' && istio) throw this.cannot('TLS of every name', host);
    const needed = istio ? istio.namespace : namespace;
    const elsewhere = tls.credentials.find((one) => one.namespace !== undefined && one.namespace !== needed);
    if (elsewhere) {
      throw new ConfigurationError('CredentialElsewhere', {
        at: scope,
        problem: `Secret ${elsewhere.name} is in ${elsewhere.namespace}, and is looked for in ${needed}`,
        value: `${elsewhere.namespace}/${elsewhere.name}`,
      });
    }
  }

  private get context(): TargetContext {
    const { scope, namespace } = this.request;
    return { scope, ...(namespace === undefined ? {} : { namespace }) };
  }

  private cannot(what: string, value: unknown, fix?: string): ConfigurationError {
    const problem = `an Ingress has no words for ${what}`;
    return new ConfigurationError('IngressCannotSay', {
      at: this.request.scope,
      problem,
      value,
      ...(fix === undefined ? {} : { fix }),
    });
  }
}

/** One entry for each Secret. */
function tlsOf(hosts: readonly ServedHost[]): object[] {
  const bySecret = new Map<string, string[]>();
  for (const { host, tls } of hosts) {
    const secret = tls?.credentials[0]?.name;
    if (secret !== undefined) bySecret.set(secret, [...(bySecret.get(secret) ?? []), host]);
  }
  return [...bySecret].map(([secretName, names]) => ({ hosts: names, secretName }));
}
