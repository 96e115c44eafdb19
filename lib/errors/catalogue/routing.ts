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
    allowed: 'conditions on JWT claims at gateways',
    fix: 'use the target at a gateway, or match a header that the gateway sets',
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
});
