import { KUBERNETES_GATEWAY, NAMESPACE, SERVICE, SERVICE_ENTRY } from '../../model/kinds';
import type { Rule } from '../../rule';

const USE = 'istio.io/use-waypoint';
const ENROLLED = [NAMESPACE, SERVICE, SERVICE_ENTRY] as const;

export const rule: Rule = {
  meta: {
    id: 'waypoint-missing',
    codes: ['CIS0527'],
    level: 'error',
    description: 'A Service or namespace uses a waypoint that does not exist',
    kinds: [...ENROLLED, KUBERNETES_GATEWAY],
  },
  check(context) {
    // Without any Gateway among the manifests, whoever runs the cluster makes waypoints elsewhere.
    if (context.ofKind(KUBERNETES_GATEWAY).length === 0) return;
    for (const resource of ENROLLED.flatMap((kind) => context.ofKind(kind))) {
      const waypoint = resource.labels[USE] ?? '';
      if (waypoint === '' || waypoint === 'none') continue;
      const own = resource.kind === NAMESPACE ? resource.name : resource.namespace;
      const namespace = resource.labels[`${USE}-namespace`] ?? own;
      if (!context.isMissing(KUBERNETES_GATEWAY, namespace, waypoint)) continue;
      context.report({
        resource,
        path: `metadata.labels.${USE}`,
        message: `Waypoint ${namespace}/${waypoint} does not exist, so no route or policy for HTTP applies; create that Gateway, or correct the label`,
      });
    }
  },
};
