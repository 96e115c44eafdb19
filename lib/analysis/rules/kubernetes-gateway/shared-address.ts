import { number, objects, text } from '../../model/json';
import { KUBERNETES_GATEWAY } from '../../model/kinds';
import { fullName, groupBy } from '../../model/names';
import type { Fields, Resource } from '../../../snapshot';
import type { Rule } from '../../rule';

interface Placed {
  readonly gateway: Resource;
  readonly address: string;
  readonly index: number;
}

export const rule: Rule = {
  meta: {
    id: 'shared-address',
    codes: ['CIS0532', 'CIS0533'],
    level: 'warning',
    description: 'Two Gateways of the Gateway API claim one address, or one host on one port of the same proxy',
    kinds: [KUBERNETES_GATEWAY],
  },
  check({ ofKind, report }) {
    const placed = ofKind(KUBERNETES_GATEWAY).flatMap((gateway) =>
      objects(gateway.spec.addresses).flatMap((address, index): Placed[] => {
        const value = text(address.value);
        return value === '' ? [] : [{ gateway, index, address: `${text(address.type) || 'IPAddress'} ${value}` }];
      }),
    );
    for (const [address, claims] of groupBy(placed, (one) => one.address)) {
      if (claims.length < 2) continue;
      const [type, value] = address.split(' ') as [string, string];
      for (const { gateway, index } of claims) {
        const others = claims.map((one) => one.gateway).filter((one) => one !== gateway);
        // A host name is the Service of a proxy that several Gateways may share, each with its own listeners.
        if (type === 'Hostname') {
          objects(gateway.spec.listeners).forEach((listener, i) => {
            const rival = others.find((other) => objects(other.spec.listeners).some((one) => isSame(listener, one)));
            if (!rival) return;
            report({
              resource: gateway,
              code: 'CIS0532',
              path: `spec.listeners[${i}]`,
              message: `Gateway ${fullName(rival)} listens for "${text(listener.hostname) || '*'}" on port ${number(listener.port)} of ${value} too; keep the listener in one of them`,
            });
          });
        } else if (others.length > 0) {
          report({
            resource: gateway,
            code: 'CIS0533',
            path: `spec.addresses[${index}].value`,
            message: `Gateway ${others.map(fullName).join(', ')} asks for address ${value} too, which one of them will not get; give each its own`,
          });
        }
      }
    }
  },
};

/** TCP and TLS listeners without a host name take the whole port. */
function isSame(a: Fields, b: Fields): boolean {
  return number(a.port) === number(b.port) && text(a.hostname).toLowerCase() === text(b.hostname).toLowerCase();
}
