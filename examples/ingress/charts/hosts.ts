import { Chart } from 'cdk8s';
import {
  EgressPort,
  EgressRoute,
  IngressClass,
  IngressGateway,
  IngressHost,
  IngressMatch,
  Rewrite,
  RouteMatch,
  Target,
} from 'cdk8s-istio';
import type { Construct } from 'constructs';
import { greeter, helloworld, httpbin, ingress, NAMESPACE } from '../services';

/** I1: two paths of one plain host. */
export class PlainHost extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: NAMESPACE });
    const via = new IngressGateway(this, 'Gateway', { workload: ingress });
    const host = new IngressHost(this, 'Httpbin', { hosts: ['httpbin.example.com'], via });
    host.route(RouteMatch.anyOf(RouteMatch.prefix('/status'), RouteMatch.prefix('/delay')), Target.service(httpbin));
  }
}

/** I2: the same by Kubernetes' Ingress, with a prefix and an exact path. */
export class ByIngress extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: NAMESPACE });
    const via = new IngressClass(this, 'Class', { name: 'istio', workload: ingress });
    const host = new IngressHost(this, 'Httpbin', { hosts: ['httpbin.example.com'], via });
    host.route(IngressMatch.elements('/status'), Target.service(httpbin));
    host.route(RouteMatch.exact('/get'), Target.service(httpbin));
    host.route(IngressMatch.elements('/hello/'), Target.service(helloworld));
  }
}

/** I11: two teams, each with routes of its own for one host of a shared Gateway. */
export class SharedHost extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: NAMESPACE });
    const via = new IngressGateway(this, 'Gateway', { workload: ingress });
    const api = new IngressHost(this, 'Api', { hosts: ['www.example.com'], via });
    api.route(RouteMatch.prefix('/status'), Target.service(httpbin));
    const site = new IngressHost(this, 'Site', { hosts: ['www.example.com'], via });
    site.route(RouteMatch.all(), Target.service(helloworld));
  }
}

/** I12: a path that is served outside the mesh, where the server wants its own name. */
export class OutsideBackend extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: NAMESPACE });
    const via = new IngressGateway(this, 'Gateway', { workload: ingress });
    new EgressRoute(this, 'Outside', { host: 'httpbin.org', ports: [EgressPort.http(80)] });
    const host = new IngressHost(this, 'Shop', { hosts: ['shop.example.com'], via });
    host.route(RouteMatch.prefix('/get'), Target.host('httpbin.org', 80));
    host.route(RouteMatch.prefix('/anything/'), Target.host('httpbin.org', 80), {
      rewrite: Rewrite.of({ uri: '/anything/shop/', authority: 'httpbin.org' }),
    });
    host.route(RouteMatch.all(), Target.service(httpbin));
  }
}

/** I14: gRPC and WebSocket. */
export class Upgrades extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: NAMESPACE });
    const via = new IngressGateway(this, 'Gateway', { workload: ingress });
    const host = new IngressHost(this, 'Calls', { hosts: ['calls.example.com'], via });
    host.routeGrpc('helloworld.Greeter', Target.service(greeter));
    host.routeWebSocket(RouteMatch.exact('/websocket/echo'), Target.service(httpbin));
  }
}

/** I17: teams in two namespaces, one Gateway in a third; each host is admitted from its own namespace only. */
export class TwoTeams extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: NAMESPACE });
    const via = new IngressGateway(this, 'Gateway', { workload: ingress });
    const ours = new IngressHost(this, 'Ours', { hosts: ['ours.example.com'], via });
    ours.route(RouteMatch.all(), Target.service(httpbin));
    const theirs = new IngressHost(this, 'Theirs', { hosts: ['theirs.example.com'], via, namespace: 'team-b' });
    theirs.route(RouteMatch.all(), Target.service(helloworld));
  }
}
