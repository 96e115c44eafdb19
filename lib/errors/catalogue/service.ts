import { entries } from './entry';

/** Mistakes that lib/service refuses. */
export const service = entries({
  MeshHostTaken: {
    allowed: 'one owner for each host of the mesh that a namespace sees',
    fix: 'add the rules to the owner that is there, or limit exportTo of one of them',
  },
  VersionMalformed: {
    allowed: 'Kubernetes labels: a key, and a value of letters, digits, "-", "_" and "." of at most 63 characters',
    fix: 'correct the labels',
  },
  VersionTwice: { allowed: 'one version of each name', fix: 'give one of them another name' },
  WeightsMissing: { allowed: 'a weight for every part but one', fix: 'give the weights' },
  MirrorToItself: {
    allowed: 'copies to another version, Service or host',
    fix: 'mirror to another version, or leave the mirror out',
  },
  GatewayMissing: { allowed: 'at least one Gateway', fix: 'name the Gateway, or leave `edge` out' },
  RuleUnreachable: {
    allowed: 'rules of which each one gets some request',
    fix: 'remove the rule, or narrow the one that takes its requests',
  },
  ServiceRouteEmpty: {
    allowed: 'rules in the mesh or at an edge, or a version or a traffic policy',
    fix: 'add a version, or leave the route out',
  },
  DelegatedWithEdge: {
    allowed: '`delegated` or `edge`',
    fix: 'leave one of them out; the route that delegates names the gateways',
  },
  TargetLoop: { allowed: 'a target that does not lead back to itself', fix: 'route to the Service or to a version' },
});
