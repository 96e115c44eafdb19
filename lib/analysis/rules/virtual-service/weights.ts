import type { Fields } from '../../../snapshot';
import { canonical, fields, maybe, number, objects, text } from '../../model/json';
import { VIRTUAL_SERVICE } from '../../model/kinds';
import { fqdn } from '../../model/names';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'weights',
    codes: ['CIS0301', 'CIS0302', 'CIS0345'],
    level: 'warning',
    description: 'The weights of a route do not add up to 100, are for the same destination, or for the only one',
    kinds: [VIRTUAL_SERVICE],
  },
  check({ ofKind, report, snapshot }) {
    for (const resource of ofKind(VIRTUAL_SERVICE)) {
      for (const family of ['http', 'tls', 'tcp'] as const) {
        objects(resource.spec[family]).forEach((rule, i) => {
          const routes = objects(rule.route);
          const path = `spec.${family}[${i}].route`;
          const only = routes.length === 1 ? routes[0]! : undefined;
          if (only?.weight !== undefined && number(only.weight) !== 100) {
            report({
              resource,
              code: 'CIS0345',
              level: 'info',
              path: `${path}[0].weight`,
              message: `Weight ${number(only.weight)} of the only destination does not count: it gets all requests; remove the weight, or name what gets the rest`,
            });
          }
          if (routes.length < 2) return;
          const sum = routes.reduce((total, { weight }) => total + number(weight), 0);
          if (sum !== 100 && sum > 0) {
            report({
              resource,
              code: 'CIS0301',
              path,
              message: `The weights add up to ${sum}: they are shares of ${sum}, not percent; make them add up to 100`,
            });
          }
          const seen = new Set<string>();
          routes.forEach((route, j) => {
            if (!maybe(route.destination)) return;
            const key = identityOf(route, resource.namespace, snapshot.clusterDomain);
            if (seen.has(key)) {
              report({
                resource,
                code: 'CIS0302',
                path: `${path}[${j}].destination`,
                message: 'Two weights are for the same destination; add them up, or name another subset',
              });
            }
            seen.add(key);
          });
        });
      }
    }
  },
};

/** Where a part of a split goes, and with which changes. */
function identityOf({ destination, headers }: Fields, namespace: string, clusterDomain: string): string {
  const { host, subset, port } = fields(destination);
  const place = `${fqdn(text(host), namespace, clusterDomain)} ${text(subset)} ${number(fields(port).number)}`;
  return headers === undefined ? place : `${place} ${canonical(headers)}`;
}
