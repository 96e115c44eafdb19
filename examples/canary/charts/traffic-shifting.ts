import { Chart } from 'cdk8s';
import { CanaryPlan, CanaryRoute, GatewayWorkload, HeaderMatch, IngressGateway, Pin, RouteMatch } from 'cdk8s-istio';
import type { Construct } from 'constructs';
import { NAMESPACE, reviews, tcpEcho, v1, v2, v3 } from '../bookinfo';

/** R3: half of the reviews come from v3, with red stars. */
export class HalfToV3 extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new CanaryRoute(this, 'Reviews', { service: reviews, stable: v1, canary: v3, weight: 50, name: 'reviews' });
  }
}

/** R3: three versions at once, and testers who always see the newest one. */
export class ThreeVersions extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new CanaryRoute(this, 'Reviews', {
      service: reviews,
      stable: v1,
      canary: v2,
      weight: 20,
      others: [{ version: v3, weight: 5 }],
      pins: [Pin.to(v3, RouteMatch.header(HeaderMatch.cookie('group', 'testers')))],
      name: 'reviews',
    });
  }
}

const PLAN = CanaryPlan.of([0, 10, 50, 100]);

/** R3: one step of a plan. The charts of two steps differ in their weights only. */
export class Step extends Chart {
  constructor(scope: Construct, id: string, step: number) {
    super(scope, id);
    new CanaryRoute(this, 'Reviews', {
      service: reviews,
      stable: v1,
      canary: v2,
      weight: PLAN.at(step),
      always: [RouteMatch.header(HeaderMatch.exact('end-user', 'jason'))],
      name: 'reviews',
    });
  }
}

const TCP_PORT = 31400;

/** R4: every fifth TCP connection goes to v2, inside the mesh and through a TCP server of the ingress gateway. */
export class TcpToV2 extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: NAMESPACE });
    const workload = GatewayWorkload.istioctlIngress({ extraPorts: [{ port: TCP_PORT }] });
    const gateway = new IngressGateway(this, 'Edge', { workload, name: 'tcp-echo' });
    gateway.addServer({
      port: TCP_PORT,
      protocol: 'TCP',
      hosts: [{ namespace: NAMESPACE, host: '*' }],
      owner: this,
    });
    new CanaryRoute(this, 'TcpEcho', {
      service: tcpEcho,
      stable: v1,
      canary: v2,
      weight: 20,
      edge: { gateways: [gateway], hosts: ['tcp-echo.example.com'], port: TCP_PORT },
      name: 'tcp-echo',
    });
  }
}
