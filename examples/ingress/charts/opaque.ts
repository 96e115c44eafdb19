import { Chart } from 'cdk8s';
import {
  GatewayExposure,
  GatewayWorkload,
  IngressGateway,
  IngressGatewayService,
  IngressHost,
  LoadBalancerProfile,
  RouteMatch,
  ServerTls,
  Target,
} from 'cdk8s-istio';
import type { Construct } from 'constructs';
import { ingress, NAMESPACE, nginx, tcpEcho } from '../services';

/** I8: the backend ends the TLS; the gateway looks at the server name. */
export class Passthrough extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: NAMESPACE });
    const via = new IngressGateway(this, 'Gateway', { workload: ingress });
    const host = new IngressHost(this, 'Nginx', {
      hosts: ['nginx.example.com', '*.nginx.example.com'],
      via,
      tls: ServerTls.passthrough(),
    });
    host.route(RouteMatch.all(), Target.service(nginx));
  }
}

const TCP = 31400;

/** I13: bytes. The port has to be one of the gateway's Service. */
export class Tcp extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: NAMESPACE });
    const workload = GatewayWorkload.istioctlIngress({ extraPorts: [{ port: TCP }] });
    new IngressGatewayService(this, 'Service', { workload });
    const via = new IngressGateway(this, 'Gateway', { workload });
    const host = new IngressHost(this, 'Echo', { hosts: ['*'], via, tcpPort: TCP });
    host.route(RouteMatch.all(), Target.service(tcpEcho));
  }
}

/** The Service of the gateway at fixed ports of the nodes. */
export class NodePorts extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const exposure = GatewayExposure.nodePort({ port: 80, nodePort: 30080 }, { port: 443, nodePort: 30443 });
    new IngressGatewayService(this, 'Service', { workload: ingress, exposure });
  }
}

/** The Service of the gateway behind a network load balancer of AWS, which keeps the clients' addresses. */
export class NetworkLoadBalancer extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const exposure = GatewayExposure.loadBalancer(LoadBalancerProfile.awsController({ internetFacing: true }));
    new IngressGatewayService(this, 'Service', { workload: ingress, exposure, keepClientAddress: true });
  }
}
