import { fields, objects, text } from '../../model/json';
import { DEPLOYMENT, POD } from '../../model/kinds';
import { isControlPlane } from '../../model/mesh-membership';
import type { Fields } from '../../../snapshot';
import type { Rule } from '../../rule';

const PROXY_USER = 1337;
const OWN_CONTAINERS = new Set(['istio-proxy', 'istio-operator']);

export const rule: Rule = {
  meta: {
    id: 'proxy-user',
    codes: ['IST0144'],
    level: 'warning',
    description: 'An application runs as user 1337, whose traffic is never captured',
    kinds: [POD, DEPLOYMENT],
    istioctl: 'applicationUID.Analyzer',
  },
  check({ ofKind, report }) {
    for (const resource of [...ofKind(POD), ...ofKind(DEPLOYMENT)]) {
      if (isControlPlane(resource.labels)) continue;
      const spec = resource.kind === POD ? resource.spec : fields(fields(resource.spec.template).spec);
      if (!runsAsProxy(spec)) continue;
      report({
        resource,
        message: 'User ID (UID) 1337 is reserved for the sidecar proxy; run the application as another user',
      });
    }
  },
};

function runsAsProxy(spec: Fields): boolean {
  const isProxyUser = (value: unknown) => fields(value).runAsUser === PROXY_USER;
  const containers = objects(spec.containers);
  const applications = containers.filter(({ name }) => !OWN_CONTAINERS.has(text(name)));
  // A gateway is a proxy alone.
  if (containers.length > 0 && applications.length === 0) return false;
  return isProxyUser(spec.securityContext) || applications.some((one) => isProxyUser(one.securityContext));
}
