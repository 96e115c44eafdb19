import { CUSTOM_RESOURCE_DEFINITION } from '../../model/kinds';
import type { Rule } from '../../rule';

const ANNOTATION = 'gateway.networking.k8s.io/bundle-version';

/** Oldest bundle of the Gateway API from which istiod reads a kind, by name of its definition. */
const OLDEST: ReadonlyMap<string, readonly [major: number, minor: number]> = new Map([
  ['grpcroutes.gateway.networking.k8s.io', [1, 1]],
  ['backendtlspolicies.gateway.networking.k8s.io', [1, 4]],
  ['tlsroutes.gateway.networking.k8s.io', [1, 5]],
  ['tcproutes.gateway.networking.k8s.io', [1, 6]],
]);

export const rule: Rule = {
  meta: {
    id: 'gateway-api-version',
    codes: ['IST0176'],
    level: 'warning',
    description: 'A definition of the Gateway API is too old for Istio, which then ignores resources of that kind',
    kinds: [CUSTOM_RESOURCE_DEFINITION],
    istioctl: 'k8sgateway.CRDVersionAnalyzer',
  },
  check({ ofKind, report }) {
    for (const resource of ofKind(CUSTOM_RESOURCE_DEFINITION)) {
      const oldest = OLDEST.get(resource.name);
      const installed = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/.exec(
        resource.annotations[ANNOTATION] ?? '',
      );
      if (!oldest || !installed) continue;
      const [major, minor] = [Number(installed[1]), Number(installed[2] ?? 0)];
      if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) continue;
      report({
        resource,
        message: `The Gateway API CRD ${resource.name} version ${resource.annotations[ANNOTATION]} is below the minimum version ${oldest.join('.')}.0 that Istio reads; resources of this kind will not be processed, install a newer bundle`,
      });
    }
  },
};
