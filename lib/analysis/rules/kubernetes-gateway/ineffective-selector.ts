import { maybe } from '../../model/json';
import {
  AUTHORIZATION_POLICY,
  REQUEST_AUTHENTICATION,
  TELEMETRY,
  WASM_PLUGIN,
  WORKLOAD_KINDS,
} from '../../model/kinds';
import { workloadsOf } from '../../model/workloads';
import type { Rule } from '../../rule';

const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';
const POLICIES = [AUTHORIZATION_POLICY, REQUEST_AUTHENTICATION, TELEMETRY, WASM_PLUGIN];

export const rule: Rule = {
  meta: {
    id: 'ineffective-selector',
    codes: ['IST0166'],
    level: 'warning',
    description: 'A policy selects a gateway of the Gateway API by labels, which has no effect there',
    kinds: [...POLICIES, ...WORKLOAD_KINDS],
    istioctl: 'k8sgateway.SelectorAnalyzer',
  },
  check(context) {
    const workloads = workloadsOf(context);
    for (const resource of POLICIES.flatMap(context.ofKind)) {
      const selector = maybe(resource.spec.selector);
      if (!selector || maybe(resource.spec.targetRef)) continue;
      for (const { labels } of workloads.select(selector.matchLabels, resource.namespace)) {
        const gateway = labels[GATEWAY_NAME];
        if (gateway === undefined) continue;
        context.report({
          resource,
          path: 'spec.selector',
          message: `Selector of the policy is ignored for Kubernetes Gateway ${gateway}; use targetRefs to attach the policy to it`,
        });
      }
    }
  },
};
