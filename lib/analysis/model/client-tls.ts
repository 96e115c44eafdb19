/** Which TLS settings a client uses towards a destination. */
import type { Fields, Resource } from '../../snapshot';
import { fields, maybe, number, objects, text } from './json';
import { definesSubset } from './subsets';

/** `tls` for a subset and port: of the subset before the whole host, of the port before all ports. */
export function tlsTowards(rules: readonly Resource[], subset: string, port: number): Fields | undefined {
  for (const { spec } of rules) {
    const own = objects(spec.subsets).find(({ name }) => text(name) === subset && subset !== '');
    for (const policy of [maybe(own?.trafficPolicy), maybe(spec.trafficPolicy)]) {
      const ofPort = objects(policy?.portLevelSettings).find((one) => number(fields(one.port).number) === port);
      const tls = maybe(ofPort?.tls) ?? (ofPort ? undefined : maybe(policy?.tls));
      if (tls) return tls;
    }
  }
  return undefined;
}

/** Whether a subset is named that no rule defines. */
export function isUndefined(rules: readonly Resource[], subset: string): boolean {
  if (subset === '') return false;
  return !rules.some((rule) => definesSubset(rule, subset));
}
