import { Chart } from 'cdk8s';
import {
  CanaryRoute,
  GatewayWorkload,
  HeaderMatch,
  IngressGateway,
  IngressHost,
  RouteMatch,
  RouteSide,
  Version,
} from 'cdk8s-istio';
import type { Construct } from 'constructs';
import { NAMESPACE, reviews, reviewsOf, v1, v2 } from '../bookinfo';

const workload = GatewayWorkload.istioctlIngress();

/** R13: one VirtualService has the split for the edge and for the mesh; one rule is for callers in the mesh alone. */
export class EdgeAndMesh extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: NAMESPACE });
    const gateway = new IngressGateway(this, 'Edge', { workload, name: 'bookinfo' });
    const hosts = [{ namespace: NAMESPACE, host: 'reviews.example.com' }];
    gateway.addServer({ port: 80, protocol: 'HTTP', hosts, owner: this });
    const canary = new CanaryRoute(this, 'Reviews', {
      service: reviews,
      stable: v1,
      canary: v2,
      weight: 5,
      edge: { gateways: [gateway], hosts: ['reviews.example.com'] },
      name: 'reviews',
    });
    canary.route(RouteMatch.prefix('/internal/'), canary.to(v1), { side: RouteSide.MESH });
  }
}

/** R14: the team of the gateway owns the host, the team of the reviews owns the rules. */
export class Delegated extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: NAMESPACE });
    const via = new IngressGateway(this, 'Edge', { workload, name: 'bookinfo' });
    const host = new IngressHost(this, 'Host', { hosts: ['bookinfo.example.com'], via, name: 'bookinfo' });
    const canary = new CanaryRoute(this, 'Reviews', {
      service: reviews,
      stable: v1,
      canary: v2,
      weight: 5,
      delegated: true,
      name: 'reviews-rules',
    });
    host.route(RouteMatch.prefix('/reviews'), canary);
  }
}

/** R15: each version has a Service of its own, as the Gateway API needs it; no subsets, no DestinationRule. */
export class ServicePerVersion extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new CanaryRoute(this, 'Reviews', {
      service: reviews,
      stable: Version.service('v1', reviewsOf('v1')),
      canary: Version.service('v2', reviewsOf('v2')),
      weight: 25,
      name: 'reviews',
    });
  }
}

/**
 * R17: administrators see the canary. Only a gateway knows the claims of a token, and Istio refuses them in a VirtualService that is
 * for the mesh too; a RequestAuthentication at the gateway has to accept the tokens.
 */
export class ByClaim extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: NAMESPACE });
    const gateway = new IngressGateway(this, 'Edge', { workload, name: 'bookinfo' });
    const hosts = [{ namespace: NAMESPACE, host: 'reviews.example.com' }];
    gateway.addServer({ port: 80, protocol: 'HTTP', hosts, owner: this });
    new CanaryRoute(this, 'Reviews', {
      service: reviews,
      stable: v1,
      canary: v2,
      weight: 0,
      mesh: false,
      always: [RouteMatch.header(HeaderMatch.claim('groups', 'admin'))],
      edge: { gateways: [gateway], hosts: ['reviews.example.com'] },
      name: 'reviews',
    });
  }
}
