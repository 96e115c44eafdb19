import { HostIndex, parseGatewayHost } from '../../../mesh';
import { fields, objects, text, texts } from '../../model/json';
import { GATEWAY } from '../../model/kinds';
import { selectorText } from '../../model/labels';
import { isTls } from '../../model/protocols';
import { groupBy } from '../../model/names';
import { isWhole } from '../../model/certainty';
import type { Resource } from '../../../snapshot';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'redirect-target',
    codes: ['CIS0304'],
    level: 'warning',
    description: 'A server redirects to HTTPS a host that no HTTPS server of the workload serves',
    kinds: [GATEWAY],
  },
  check(context) {
    const groups = groupBy(context.ofKind(GATEWAY), ({ spec }) => selectorText(spec.selector));
    for (const gateways of groups.values()) {
      const secure = new HostIndex<Resource>();
      for (const gateway of gateways) {
        const servers = objects(gateway.spec.servers).filter(({ port }) => isTls(text(fields(port).protocol)));
        for (const host of servers.flatMap(({ hosts }) => texts(hosts)))
          secure.add(parseGatewayHost(host).host, gateway);
      }
      for (const resource of gateways) {
        objects(resource.spec.servers).forEach((server, i) => {
          if (fields(server.tls).httpsRedirect !== true) return;
          for (const host of texts(server.hosts)) {
            const name = parseGatewayHost(host).host;
            if (secure.overlapping(name).length > 0 || !isWhole(context, resource.namespace)) continue;
            context.report({
              resource,
              path: `spec.servers[${i}].tls.httpsRedirect`,
              message: `Requests for "${name}" are redirected to HTTPS, which no server of this workload serves; add an HTTPS server for the host`,
            });
          }
        });
      }
    }
  },
};
