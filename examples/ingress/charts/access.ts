import { Chart } from 'cdk8s';
import { type ClientAddress, IngressGateway, IngressHost, Jwt, RouteMatch, Target } from 'cdk8s-istio';
import type { Construct } from 'constructs';
import { helloworld, httpbin, ingress, NAMESPACE } from '../services';

/** I19, S1: addresses, as the connection has them and as a trusted proxy says. */
export class Addresses extends Chart {
  constructor(scope: Construct, id: string, clientAddress: ClientAddress) {
    super(scope, id, { namespace: NAMESPACE });
    const via = new IngressGateway(this, 'Gateway', { workload: ingress, clientAddress });
    const admin = new IngressHost(this, 'Admin', { hosts: ['admin.example.com'], via });
    admin.route(RouteMatch.all(), Target.service(httpbin));
    admin.allowAddresses('10.1.0.0/16', '2001:db8::/32');
    const open = new IngressHost(this, 'Open', { hosts: ['www.example.com'], via });
    open.route(RouteMatch.all(), Target.service(helloworld));
    open.denyAddresses('203.0.113.7');
  }
}

/** I19, S5: a token of one issuer for some paths, of a group for others. */
export class Tokens extends Chart {
  constructor(scope: Construct, id: string, jwks: string) {
    super(scope, id, { namespace: NAMESPACE });
    const via = new IngressGateway(this, 'Gateway', { workload: ingress });
    via.authenticate(Jwt.of({ issuer: 'testing@secure.istio.io', jwks }));
    const api = new IngressHost(this, 'Api', { hosts: ['api.example.com'], via });
    api.route(RouteMatch.all(), Target.service(httpbin));
    api.requireToken({ exceptPaths: ['/status/*'] });
    api.requireToken({ paths: ['/anything/admin*'], claims: [{ claim: 'groups', values: ['group1'] }] });
  }
}
