/**
 * Whether one match of a tls or tcp rule leaves nothing for a later one. Sound: where it cannot be sure, it says no.
 * Connections go to the chain whose server name fits best, whatever the order of rules; a name that is listed twice counts
 * once: sidecars leave out a match that is equal to an earlier one, gateways any match with a name that an earlier one has.
 */
import type { Fields } from '../../snapshot';
import { coversGateways, coversPort, coversSource } from './match-cover';
import { list, texts } from './json';

type Cover = (wide: Fields, narrow: Fields, bound: readonly string[]) => boolean;

/** For tcp rules. */
export const coversTcp: Cover = (wide, narrow, bound) =>
  coversStatic(wide, narrow, bound) &&
  (list(wide.destinationSubnets).length === 0 || !proxiesOf(narrow, bound).includes('mesh'));

/** For tls rules. */
export const coversTls: Cover = (wide, narrow, bound) => {
  if (!coversStatic(wide, narrow, bound)) return false;
  const names = texts(narrow.sniHosts);
  if (list(wide.sniHosts).length === 0 || !texts(wide.sniHosts).every((name) => names.includes(name))) return false;
  if (!proxiesOf(narrow, bound).includes('mesh')) return true;
  return ['sniHosts', 'destinationSubnets'].every((field) => texts(wide[field]).join() === texts(narrow[field]).join());
};

/** What is settled before there is a connection. */
function coversStatic(wide: Fields, narrow: Fields, bound: readonly string[]): boolean {
  return coversPort(wide, narrow) && coversGateways(wide, narrow, bound) && coversSource(wide, narrow);
}

function proxiesOf(match: Fields, bound: readonly string[]): readonly string[] {
  const own = texts(match.gateways);
  return own.length > 0 ? own : bound;
}
