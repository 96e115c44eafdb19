import { objects, text, texts } from '../../model/json';
import { AUTHORIZATION_POLICY } from '../../model/kinds';
import { operationsOf } from '../../model/policy-rules';
import type { Rule } from '../../rule';

/** Where a host that does not match lets a request through: one that is denied, and one that is left out of what is allowed. */
const OPEN: Readonly<Record<string, string>> = { DENY: 'hosts', ALLOW: 'notHosts' };

export const rule: Rule = {
  meta: {
    id: 'host-without-port',
    codes: ['CIS0441'],
    level: 'warning',
    heuristic: true,
    description: 'A policy denies a host, and not the same host with a port, which clients may send just as well',
    kinds: [AUTHORIZATION_POLICY],
  },
  check({ ofKind, report }) {
    for (const resource of ofKind(AUTHORIZATION_POLICY)) {
      const key = OPEN[text(resource.spec.action) || 'ALLOW'];
      if (key === undefined) continue;
      objects(resource.spec.rules).forEach((rule, i) =>
        operationsOf(rule).forEach((operation, j) => {
          const hosts = texts(operation[key]);
          hosts.forEach((host, k) => {
            if (hasPort(host) || hosts.some((other) => coversPort(other, host))) return;
            report({
              resource,
              path: `spec.rules[${i}].to[${j}].operation.${key}[${k}]`,
              message: `"${host}" is not "${host}:80": a client that sends the port gets round the rule; ${adviceFor(host)}`,
            });
          });
        }),
      );
    }
  },
};

/** A port, or a pattern that any port may follow. */
function hasPort(host: string): boolean {
  return host.includes(':') || host.endsWith('*');
}

function coversPort(other: string, host: string): boolean {
  if (other === '*' || other.startsWith(`${host}:`)) return true;
  return other.endsWith('*') && host.startsWith(other.slice(0, -1));
}

/** Nothing stands for the names below a domain together with a port. */
function adviceFor(host: string): string {
  return host.startsWith('*') ? 'name the hosts one by one, with and without port' : `add "${host}:*"`;
}
