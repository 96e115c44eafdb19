import { entries } from './entry';

/** Mistakes that lib/routing refuses. */
export const routing = entries({
  MatchEmpty: { allowed: 'at least one condition', fix: 'add a condition, or use RouteMatch.all()' },
  MatchValueEmpty: { allowed: 'a text of at least one character', fix: 'give the text, or use present()' },
  MatchContradicts: { allowed: 'one condition on each header and query parameter', fix: 'keep one of them' },
  MatchCannotJoin: {
    allowed: 'one condition on each part of a request, or two of which one includes the other',
    fix: 'write the joined condition in the outer route',
  },
  MatchNeverHolds: {
    allowed: 'conditions that some request can meet together',
    fix: 'correct one of the conditions, or use the target in another route',
  },
  MatchMeshOnly: {
    allowed: 'conditions on the caller (sourceLabels, sourceNamespace) inside the mesh',
    fix: 'use a header or a path at the gateway, or keep the rule in the mesh',
  },
  MatchGatewayOnly: {
    allowed: 'conditions on JWT claims where all rules are for gateways',
    fix: 'put the rule into an IngressHost, or match a header that the gateway sets',
  },
  RuleNotHttp: {
    allowed: 'conditions on the caller, destinations and weights',
    fix: 'leave it out, or declare the port as HTTP by its name or appProtocol',
  },
  PathMalformed: { allowed: 'a path that begins with "/"', fix: 'correct the path' },
  HeaderNameMalformed: { allowed: 'the name of an HTTP header', fix: 'correct the name' },
  RegexMalformed: {
    allowed: 'an RE2 expression of at most 1024 bytes (no look-around, no back-references)',
    fix: 'correct the expression',
  },
  TargetNotSplittable: { allowed: 'parts with one destination each', fix: 'split between Services or hosts' },
  TargetEmpty: { allowed: 'at least one destination', fix: 'add a destination' },
  DurationOutOfRange: { allowed: 'whole milliseconds, at least 1 ms', fix: 'correct the duration' },
  NumberOutOfRange: { allowed: 'a whole number in the range of the field', fix: 'correct the number' },
  RetryConditionUnknown: {
    allowed: 'conditions of RetryCondition, at least one',
    fix: 'use one of its constants, or RetryCondition.status with a registered HTTP status code',
  },
  FaultShareTooSmall: { allowed: '0, or a number from 0.0001 to 100', fix: 'raise the percentage, or use 0' },
  FaultsAlike: {
    allowed: 'one Fault.delay, then one abort',
    fix: 'pass Fault.delay(…) and Fault.abort(…), in this order',
  },
  GrpcStatusUnknown: { allowed: 'the values of GrpcStatus', fix: 'use one of them' },
  HeaderNotChangeable: {
    allowed: 'plain headers, and :authority or host in set and add of a request',
    fix: 'use rewrite for path and authority; leave the other pseudo-headers alone',
  },
  HeaderValueMalformed: {
    allowed: 'text without control characters, %% for a percent sign, %NAME% or %NAME(arguments)% for a variable',
    fix: 'double each % that begins no variable, and close each variable',
  },
  AuthoritySetTwice: {
    allowed: 'one of Rewrite.authority, :authority and host',
    fix: 'keep Rewrite.authority, or the one header',
  },
  RewriteEmpty: { allowed: 'at least one of uri, uriRegex and authority, none empty', fix: 'say what to rewrite' },
  RewriteContradicts: { allowed: 'uri or uriRegex', fix: 'keep one of them' },
  RedirectEmpty: {
    allowed: 'at least one of uri, prefix, authority, port, derivePort and scheme, none empty',
    fix: 'say where the redirect leads',
  },
  RedirectContradicts: { allowed: 'one of uri and prefix, one of port and derivePort', fix: 'keep one of them' },
  RedirectSchemeUnknown: { allowed: '"http" or "https"', fix: 'correct the scheme' },
  RedirectCodeUnknown: { allowed: '301, 302, 303, 307 or 308', fix: 'correct the code' },
  RedirectNeedsPrefix: {
    allowed: 'prefix conditions wherever the route has a condition on the path',
    fix: 'match by PathMatch.prefix, or redirect with uri',
  },
  BodyTooLarge: { allowed: 'at most 1048576 bytes', fix: 'serve the content from a workload' },
  BodyNotBase64: { allowed: 'base64 with padding', fix: "use Buffer.from(…).toString('base64')" },
  CorsMethodUnknown: {
    allowed: 'GET, HEAD, POST, PUT, PATCH, DELETE, CONNECT, OPTIONS, TRACE or "*"',
    fix: 'correct the method; capital letters',
  },
  PolicyWithoutDestination: {
    allowed: 'timeout, retry, headers and cors on a redirect or direct response',
    fix: 'leave fault and rewrite out, or send the requests to a destination',
  },
  HashKeyMissing: { allowed: 'a name of at least one character', fix: 'name what is hashed' },
  CookieMalformed: { allowed: 'a cookie with a name, and attributes with different names', fix: 'correct the cookie' },
  TableSizeNotPrime: { allowed: 'a prime number below 5000011', fix: 'use a prime such as 65537' },
  WarmupMalformed: { allowed: 'a number above 0', fix: 'correct the warm-up' },
  OutlierDetectionContradicts: {
    allowed: 'consecutiveLocalOriginFailures with splitExternalLocalOriginErrors: true',
    fix: 'set splitExternalLocalOriginErrors, or leave consecutiveLocalOriginFailures out',
  },
  ConnectionPoolEmpty: { allowed: 'tcp or http', fix: 'give a limit, or leave the connection pool out' },
  ConnectionPoolContradicts: { allowed: 'useClientProtocol or H2Upgrade.UPGRADE', fix: 'keep one of them' },
  LocalityMalformed: {
    allowed: 'region, region/zone or region/zone/subzone, the last part perhaps "*"',
    fix: 'correct the locality',
  },
  LocalityEmpty: { allowed: 'at least one entry', fix: 'add an entry, or use Locality.nearest()' },
  LocalitiesOverlap: {
    allowed: 'localities that have no endpoint in common; among callers, a wildcard after those it is the rest of',
    fix: 'remove one of the two, or put the wildcard last',
  },
  LocalityWeightsNotHundred: { allowed: 'shares that add up to 100', fix: 'correct the shares' },
  LocalityPriorityContradicts: {
    allowed: 'labels other than region, zone and subzone',
    fix: 'leave the label out, or use Locality.failoverPriority alone',
  },
  FailoverToItself: { allowed: 'two different regions', fix: 'correct one of them' },
  LocalityNeedsOutlierDetection: {
    allowed: 'failover between localities together with outlierDetection',
    fix: 'add outlierDetection: OutlierDetection.of()',
  },
  ClientTlsCredentialTwice: {
    allowed: 'credentialName, or files in the proxy',
    fix: 'leave the files out, or credentialName',
  },
  ClientTlsConfigMapMalformed: { allowed: 'configmap://namespace/name', fix: 'correct credentialName' },
  ClientTlsNotVerified: {
    allowed: 'insecureSkipVerify without authorities and names to verify',
    fix: 'leave insecureSkipVerify out',
  },
  ClientTlsCertificateMissing: {
    allowed: 'credentialName, or both clientCertificate and privateKey',
    fix: 'name the Secret, or both files',
  },
  TrafficPolicyContradicts: { allowed: 'tunnel or proxyProtocol', fix: 'keep one of them' },
  TrafficPortTwice: { allowed: 'each port once', fix: 'join the two policies' },
  TrafficPortEmpty: {
    allowed: 'at least one of loadBalancer, connectionPool, outlierDetection and tls',
    fix: 'say what is different at the port, or leave it out',
  },
});
