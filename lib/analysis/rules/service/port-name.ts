import { isKnownProtocol } from '../../model/protocols';
import { number, objects, text } from '../../model/json';
import { SERVICE } from '../../model/kinds';
import { isControlPlane } from '../../model/mesh-membership';
import type { Fields } from '../../../snapshot';
import type { Rule } from '../../rule';

/** SMTP, DNS, MySQL, MongoDB: servers that speak first, which Istio takes for TCP whatever the name. */
const SERVER_FIRST = new Set([25, 53, 3306, 27017]);

const MANAGED = new Set(['istio.io-gateway-controller', 'istio.io-mesh-controller', 'istio.io-eastwest-controller']);

export const rule: Rule = {
  meta: {
    id: 'port-name',
    codes: ['IST0118', 'IST0150'],
    level: 'info',
    description: 'A Service port does not say its protocol, so Istio guesses it from the first bytes',
    kinds: [SERVICE],
    istioctl: 'service.PortNameAnalyzer',
  },
  check({ ofKind, report }) {
    for (const service of ofKind(SERVICE)) {
      if (isControlPlane(service.labels) || MANAGED.has(service.labels['gateway.istio.io/managed'] ?? '')) continue;
      const isExternal = text(service.spec.type) === 'ExternalName';
      objects(service.spec.ports).forEach((port, i) => {
        if (saysProtocol(port) && !(isExternal && text(port.name) === 'tcp')) return;
        const path = `spec.ports[${i}].port`;
        if (isExternal) {
          report({
            resource: service,
            code: 'IST0150',
            level: 'warning',
            path,
            message: `Port name for ExternalName service is invalid. Proxy may prevent tcp named ports and unmatched traffic for ports serving TCP protocol from being forwarded correctly; begin the name with the protocol, as tcp-db`,
          });
          return;
        }
        report({
          resource: service,
          code: 'IST0118',
          path,
          message: `${named(port)} (port: ${number(port.port)}, targetPort: ${text(port.targetPort) || '0'}) doesn't follow the naming convention of Istio port; begin it with the protocol, e.g. http-, or set appProtocol`,
        });
      });
    }
  },
};

function named({ name }: Fields): string {
  return text(name) === '' ? 'A port without name' : `Port name ${text(name)}`;
}

function saysProtocol(port: Fields): boolean {
  if (text(port.protocol) === 'UDP') return true;
  const app = text(port.appProtocol);
  if (['kubernetes.io/h2c', 'kubernetes.io/ws', 'kubernetes.io/wss'].includes(app)) return true;
  const name = (port.appProtocol === undefined ? text(port.name) : app).toLowerCase();
  if (name.startsWith('grpc-web')) return true;
  const dash = name.indexOf('-');
  return isKnownProtocol(dash < 0 ? name : name.slice(0, dash)) || SERVER_FIRST.has(number(port.port));
}
