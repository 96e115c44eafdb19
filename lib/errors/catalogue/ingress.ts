import { entries } from './entry';

/** Mistakes that lib/ingress refuses. */
export const ingress = entries({
  CredentialElsewhere: {
    allowed: "a Secret in the namespace of the gateway's Pods",
    fix: 'create the Secret there: a gateway reads no other namespace',
  },
  RedirectToNothing: {
    allowed: 'a redirect for hosts with TLS',
    fix: 'give the host a certificate by `tls`, or serve it plain',
  },
  HostServedNowhere: {
    allowed: 'TLS, a plain port, or both',
    fix: 'give the host a certificate by `tls`, or leave plainHttp out',
  },
  RoutesEmpty: { allowed: 'at least one route', fix: 'add one with route(match, target)' },
  RouteDuplicate: {
    allowed: 'routes of which each one gets some request',
    fix: 'remove one of the two, or make their matches differ',
  },
  RoutesShareHost: {
    allowed: 'for one host of a gateway, routes of several IngressHosts that take different requests',
    fix: 'make the matches differ, or add both routes to one IngressHost, which puts them in order',
  },
  HostTwice: { allowed: 'each host once', fix: 'leave one of them out' },
  AnyHostImplicit: {
    allowed: 'names, or "*" together with allowAnyHost',
    fix: 'list the public names, or set allowAnyHost: true to serve every name',
  },
  HostTlsUnknown: { allowed: 'entries for hosts of this IngressHost', fix: 'correct the host, or add it to `hosts`' },
  TlsMixed: {
    allowed: 'TLS that is either passed through or ended for all hosts of one IngressHost',
    fix: 'make an IngressHost for each of the two',
  },
  TlsContradicts: { allowed: 'settings that Istio takes together', fix: 'leave one of them out' },
  CertificateAuthorityMissing: {
    allowed: 'client certificates together with the authority that signs them',
    fix: 'add ca.crt to the Secret, or give `ca`',
  },
  PlainWithoutHttp: {
    allowed: 'plain HTTP where the gateway sees HTTP',
    fix: 'leave plainHttp out, or serve plain HTTP by an IngressHost of its own',
  },
  SniOutsideHosts: { allowed: 'server names covered by `hosts`', fix: 'correct the name, or add it to `hosts`' },
  SniNotPassedThrough: {
    allowed: 'routes by server name where TLS is passed through',
    fix: 'use ServerTls.passthrough(), or route by RouteMatch',
  },
  StrictHostReachable: {
    allowed: 'a host that demands client certificates on a Gateway where no other server covers it',
    fix: 'give it an IngressGateway of its own for the same workload; connections for the others are then answered 421',
  },
  TokenNeverChecked: {
    allowed: 'tokens of issuers that the gateway knows',
    fix: 'add the issuer with authenticate(Jwt.issuer(…)) of the IngressGateway',
  },
  JwtMalformed: { allowed: 'an issuer, and its keys by jwksUri or jwks', fix: 'correct it' },
  JwtIssuerTwice: { allowed: 'one entry for each issuer', fix: 'leave one of them out, or join their audiences' },
  AccessUnknowable: {
    allowed: 'conditions on what the gateway sees',
    fix: 'limit addresses instead, or end the TLS at the gateway',
  },
  AccessHostWildcard: {
    allowed:
      'exact hosts, or "*" for the whole gateway: a policy cannot name a wildcard together with the port of the Host header',
    fix: 'list the hosts in an IngressHost of their own',
  },
  AddressMalformed: { allowed: 'IP addresses and CIDR blocks, at least one', fix: 'correct the address' },
  AccessEmpty: { allowed: 'at least one condition', fix: 'name it, or leave the call out' },
  IngressCannotSay: {
    allowed:
      'what a Kubernetes Ingress can say: hosts, exact paths, prefixes of whole path elements, Services of its namespace',
    fix: 'use an IngressGateway, which can say it',
  },
  IngressRouteMissing: { allowed: 'an object of this kind', fix: 'use the object that the `via` emits' },
  IngressClassMalformed: {
    allowed: 'a controller like example.com/ingress',
    fix: 'correct the name of the controller',
  },
  BackendProtocol: {
    allowed: 'a port whose name or appProtocol declares what the route speaks',
    fix: 'name the port of the Service grpc, or http2; for WebSocket http',
  },
  GrpcServiceMalformed: {
    allowed: 'the full name of a gRPC service, like helloworld.Greeter',
    fix: 'correct the name',
  },
  IssuerElsewhere: {
    allowed: "an Issuer in the namespace of the gateway's Pods, where the Certificate has to be",
    fix: 'use a ClusterIssuer, or create the Issuer there',
  },
  NodePortTwice: {
    allowed: 'different ports of the nodes for different ports of the Service',
    fix: 'give another port',
  },
  SidecarTlsMalformed: {
    allowed: 'different ports, and absolute paths of mounted files',
    fix: 'correct it',
  },
});
