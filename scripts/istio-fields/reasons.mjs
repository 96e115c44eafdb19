// Why a field is in no example. A path stands for everything under it; the longest path that fits counts.

/** Constructs set it (proved by `test/docs/coverage.test.ts`); no example shows it. */
export const API = 'api';
/** Istio has another field that does the same. */
export const REPLACED = 'replaced';
/** No construct sets it: `addJsonPatch` on the object does. */
export const PATCH = 'patch';

const policy = 'spec.trafficPolicy';
const rule = 'spec.http[]';
const tls = 'spec.servers[].tls';

export const REASONS = {
  VirtualService: [
    [`${rule}.corsPolicy`, API, '`Cors.of`'],
    [`${rule}.corsPolicy.allowOrigin`, REPLACED, '`allowOrigins`'],
    [`${rule}.directResponse.body`, API, '`DirectResponse.of`, `.ofBytes`'],
    [`${rule}.fault.abort.grpcStatus`, API, '`Fault.abortGrpc`'],
    [`${rule}.fault.abort.http2Error`, PATCH, 'Istio has no implementation of it'],
    [`${rule}.fault.delay.exponentialDelay`, PATCH, 'Istio has no implementation of it'],
    [`${rule}.fault.delay.percent`, REPLACED, '`percentage`'],
    [`${rule}.headers`, API, '`policy.headers` of a rule'],
    [`${rule}.match[]`, API, '`RouteMatch.of`'],
    [`${rule}.match[].name`, PATCH, 'a name in the proxy’s logs only'],
    [`${rule}.match[].statPrefix`, PATCH, 'a name in the proxy’s statistics only'],
    [`${rule}.mirrorPercent`, REPLACED, '`mirrors[].percentage`'],
    [`${rule}.mirror_percent`, REPLACED, '`mirrors[].percentage`'],
    [`${rule}.redirect`, API, '`Redirect.to`'],
    [`${rule}.retries`, API, '`Retry.of`'],
    [`${rule}.rewrite`, API, '`Rewrite`'],
    [`${rule}.route[].headers`, API, '`headers` of `Target.service`'],
    ['spec.tcp[].match[]', API, '`RouteMatch.of` on a port that is no HTTP'],
    ['spec.tcp[].match[].sourceSubnet', PATCH, 'not in Istio’s reference'],
    ['spec.tls[].match[]', API, '`RouteMatch.of` on a port of TLS'],
    ['spec.tls[].match[].destinationSubnets', PATCH, 'a route is for hosts, not addresses'],
    ['spec.tls[].route[].weight', API, '`split` on a port of TLS'],
  ],
  DestinationRule: [
    [`${policy}.connectionPool`, API, '`ConnectionPool.of`'],
    [`${policy}.loadBalancer.consistentHash`, API, '`ConsistentHash`, `HashAlgorithm`'],
    [`${policy}.loadBalancer.consistentHash.minimumRingSize`, REPLACED, '`ringHash.minimumRingSize`'],
    [`${policy}.loadBalancer.localityLbSetting`, API, '`Locality`'],
    [`${policy}.loadBalancer.warmup`, API, '`warmup` of `LoadBalancer`'],
    [`${policy}.loadBalancer.warmupDurationSecs`, REPLACED, '`warmup.duration`'],
    [`${policy}.loadBalancer.zoneAwareLbSetting`, API, '`Locality.zoneAware`'],
    [`${policy}.outlierDetection`, API, '`OutlierDetection.of`'],
    [`${policy}.outlierDetection.consecutiveErrors`, REPLACED, '`consecutive5xxErrors`'],
    [`${policy}.proxyProtocol`, API, '`ProxyProtocol`'],
    [`${policy}.retryBudget`, API, '`RetryBudget.of`'],
    [`${policy}.tls`, API, '`ClientTls`'],
  ],
  Gateway: [
    ['spec.servers[].bind', PATCH, 'a gateway listens on every address of its Pod'],
    ['spec.servers[].defaultEndpoint', PATCH, 'not in Istio’s reference'],
    ['spec.servers[].name', PATCH, 'the port’s name is unique here, and is what status and logs show'],
    ['spec.servers[].port.targetPort', REPLACED, '`targetPort` of the gateway’s Service'],
    [tls, API, '`ServerTls`'],
    [`${tls}.caCertificates`, PATCH, 'files in the Pod; a `Credential` is a Secret'],
    [`${tls}.insecureSkipVerify`, PATCH, 'a client certificate that nobody checks proves nothing'],
    [`${tls}.privateKey`, PATCH, 'files in the Pod; a `Credential` is a Secret'],
    [`${tls}.serverCertificate`, PATCH, 'files in the Pod; a `Credential` is a Secret'],
    [`${tls}.tlsCertificates`, PATCH, 'files in the Pod; a `Credential` is a Secret'],
    [`${tls}.verifyCertificateHash`, PATCH, 'certificates are checked by their authority'],
    [`${tls}.verifyCertificateSpki`, PATCH, 'certificates are checked by their authority'],
  ],
  ServiceEntry: [['spec.endpoints[]', API, '`Endpoint.of`']],
  Sidecar: [
    ['spec.egress[].bind', PATCH, 'listeners of a proxy without redirection'],
    ['spec.egress[].captureMode', PATCH, 'listeners of a proxy without redirection'],
    ['spec.egress[].port', PATCH, 'visibility is the same on every port'],
    ['spec.inboundConnectionPool', PATCH, 'limits are set where the request leaves, by `ConnectionPool`'],
    ['spec.ingress[]', PATCH, '`SidecarTls` writes what ends TLS at the application and no more'],
    ['spec.outboundTrafficPolicy.egressProxy', PATCH, 'an `EgressRoute` leads each host through a gateway'],
  ],
  AuthorizationPolicy: [
    ['spec.provider', PATCH, 'external authorization is set up outside of a route'],
    ['spec.rules[].from[].source', PATCH, 'policies here deny what is not wanted, by the negated fields'],
    ['spec.rules[].to[].operation', PATCH, 'policies here deny what is not wanted, by host, port and path'],
    ['spec.rules[].to[].operation.methods', API, '`methods` of `IngressHost.requireToken`'],
    ['spec.targetRef', REPLACED, '`targetRefs`'],
    ['spec.targetRefs', PATCH, 'policies here select the Pods of a gateway'],
  ],
  RequestAuthentication: [
    ['spec.jwtRules[]', API, '`Jwt.of`'],
    ['spec.jwtRules[].fromCookies', PATCH, 'not planned'],
    ['spec.jwtRules[].jwks_uri', REPLACED, '`jwksUri`: one field by two names, of which the documented one is written'],
    ['spec.jwtRules[].outputPayloadToHeader', PATCH, '`claimsToHeaders` hands on single claims'],
    ['spec.jwtRules[].spaceDelimitedClaims', PATCH, 'not planned'],
    ['spec.jwtRules[].timeout', PATCH, 'not planned'],
    ['spec.targetRef', REPLACED, '`targetRefs`'],
    ['spec.targetRefs', PATCH, 'policies here select the Pods of a gateway'],
  ],
  PeerAuthentication: [],
};
