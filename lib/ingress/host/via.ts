import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { GatewayWorkload } from '../../mesh';
import type { ResourceMetadata } from '../../resource';
import type { Warning } from '../../service';
import type { PlainHttp } from '../tls/plain-http';
import type { ServerTls } from '../tls/server-tls';
import type { IngressRoute } from './route';

/** A public name together with its TLS. */
export interface ServedHost {
  readonly host: string;
  /** Undefined where it has none. */
  readonly tls?: ServerTls;
}

/** What an IngressHost asks of that which serves it. */
export interface IngressRequest {
  /** The IngressHost; parent of the objects, and named by errors. */
  readonly scope: Construct;
  readonly metadata: ResourceMetadata;
  /** Namespace of the objects; undefined where nobody has one. */
  readonly namespace?: string;
  /** At least one. */
  readonly hosts: readonly ServedHost[];
  /** Undefined where the user gave none. */
  readonly plainHttp?: PlainHttp;
  readonly httpPort: number;
  readonly httpsPort: number;
  /** Set where bytes are served instead of HTTP. */
  readonly tcpPort?: number;
  /** Value of the header strict-transport-security. @default - none */
  readonly hsts?: string;
  /** Whether destinations outside the mesh get the host that the client asked for. */
  readonly keepHostHeader: boolean;
  /** The routes as they are when it is called. */
  readonly routes: () => readonly IngressRoute[];
}

/** What serves an IngressHost, once it was accepted. */
export interface IServedIngress {
  /** The object with the routes. */
  readonly resource: ApiObject;
  /** The Pods that serve it; undefined where only the cluster knows. */
  readonly workload?: GatewayWorkload;
  /** Refuses a route that cannot be said. */
  checkRoute(route: IngressRoute): void;
  /** What is wrong with the routes as they are. */
  problems(): readonly string[];
  /** What is odd about them. */
  warnings(): readonly Warning[];
}

/**
 * What serves public names: an IngressGateway, or an IngressClass of Kubernetes.
 */
export interface IIngressVia {
  /** Takes in a host. IngressHost calls it. */
  accept(request: IngressRequest): IServedIngress;
}
