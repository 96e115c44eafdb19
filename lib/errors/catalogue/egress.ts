import { entries } from './entry';

/** Mistakes that lib/egress refuses. */
export const egress = entries({
  CallerMalformed: {
    allowed: 'trust.domain/ns/namespace/sa/name',
    fix: 'correct the principal, or use Caller.serviceAccount',
  },
  CallersEmpty: { allowed: 'at least one caller', fix: 'name who may use the route, or leave callers out' },
  CallersUnknown: {
    allowed: 'callers where every port of the route reaches a gateway in mutual TLS of the mesh',
    fix: 'give the port Hop.mutual(), or make it a route of its own without callers',
  },
  EgressAddress: {
    allowed: 'IP addresses; ranges of them with Resolution.static and Resolution.none',
    fix: 'correct addresses, or the resolution',
  },
  EgressCredentialElsewhere: {
    allowed: 'a Secret in the namespace of the proxy that makes the TLS',
    fix: 'put the Secret beside that proxy',
  },
  EgressCredentialNeedsWorkloads: {
    allowed: 'a Secret at a gateway, or at sidecars that `workloads` selects',
    fix: 'give workloads, or send the route through a gateway',
  },
  EgressHopUnfit: {
    allowed: 'Hop.mutual or Hop.passthrough for TLS, Hop.mutual or Hop.plain for all else',
    fix: 'choose a hop that fits the protocol',
  },
  EgressHopsMeet: {
    allowed: 'a port of the gateway for each port of a route',
    fix: 'give one of them another gatewayPort, or add a port to the Service of the gateway and to extraPorts',
  },
  EgressHostTaken: {
    allowed: 'one route for each host and gateway namespace',
    fix: 'let both teams use one route that is exported to both, or use another gateway',
  },
  EgressHostTwice: { allowed: 'each host once', fix: 'remove one of them' },
  EgressPolicyNotHttp: {
    allowed: 'timeout, retry, fault, headers, rewrite and cors on ports of HTTP',
    fix: 'remove the policy, or let the application speak HTTP and set `tls`',
  },
  AllowanceMalformed: {
    allowed: 'CIDR ranges with exceptions inside of them, labels, ports from 1 to 65535',
    fix: 'correct the allowance',
  },
  AliasAmbiguous: {
    allowed: 'either externalName or addresses; an authority where addresses get TLS',
    fix: 'give exactly one of them, and the name of the server as authority',
  },
  EgressPolicyTwice: {
    allowed: 'one Sidecar without labels in a namespace',
    fix: 'select workloads by labels, or join the two',
  },
  EgressPortsEmpty: { allowed: 'at least one port', fix: 'name the ports that applications dial' },
  EgressPortTwice: { allowed: 'each number and name once', fix: 'remove or rename one of them' },
  EgressProxyHidden: {
    allowed: 'a proxy that the namespace of the gateway sees',
    fix: "add that namespace to the proxy's exportTo",
  },
  EgressResolution: {
    allowed: 'DNS or static behind a gateway; none, static or dynamic DNS for a wildcard at sidecars',
    fix: 'choose another resolution',
  },
  EgressSeveralTcpHosts: {
    allowed: 'one host on a route with TCP, unless its resolution is none',
    fix: 'make a route for each host',
  },
  EgressTcpIndistinct: {
    allowed: 'TCP on a port of its own, or with addresses',
    fix: 'give the route of TCP addresses, or another port',
  },
  EgressTlsTwice: {
    allowed: '`tls` on ports of HTTP only',
    fix: 'remove the setting; a port on which the application speaks TLS needs none',
  },
  EgressTunnelHttp: {
    allowed: 'TLS and TCP through a forward proxy',
    fix: 'leave HTTP out of the route, or let the application make the TLS',
  },
  EgressWildcardTarget: {
    allowed: 'a server below the wildcard host of the route',
    fix: 'correct wildcardTarget, or remove it',
  },
  EgressWildcardThroughGateway: {
    allowed: 'TLS ports of a wildcard host with wildcardTarget, one server that has the certificates of all names',
    fix: 'give wildcardTarget, route each host by name, or leave out the gateway (Resolution.dynamicDns)',
  },
  EndpointMalformed: {
    allowed: 'an address, a DNS name, or unix:///path on a route with one port; ports of the route',
    fix: 'correct the endpoint',
  },
  ResolutionMalformed: {
    allowed: 'addresses or sockets for static, DNS names or addresses for DNS',
    fix: 'correct the endpoints',
  },
});
