import { fields, list, maybe, number, objects, text, texts } from '../../../model/json';
import type { Problems } from '../../../model/validity/problems';
import type { Fields } from '../../../../snapshot';

const TOPOLOGY = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone'];

/** `localityLbSetting`. @param hasOutlier whether outlierDetection stands beside the load balancer */
export function checkLocality(problems: Problems, value: unknown, hasOutlier: boolean, path: string): void {
  const setting = maybe(value);
  if (!setting) return;
  const distribute = objects(setting.distribute);
  const failover = list(setting.failover);
  if (distribute.length > 0 && failover.length > 0) {
    problems.error(path, 'distribute and failover exclude each other');
    return;
  }
  const label = texts(setting.failoverPriority).find((one) => TOPOLOGY.includes(one));
  if (failover.length > 0 && label !== undefined) {
    problems.error(path, `failover and "${label}" in failoverPriority exclude each other`);
    return;
  }
  for (const [i, one] of distribute.entries()) {
    const weights = Object.values(fields(one.to)).map(number);
    const at = `${path}.distribute[${i}].to`;
    if (weights.some((weight) => weight <= 0 || weight > 100)) {
      problems.error(at, 'the weight of a locality is within 1 to 100');
      return;
    }
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (total !== 100) {
      problems.error(at, `the weights of localities add up to ${total}, not to 100`);
      return;
    }
    problems.error(at, localitiesProblem(generalFirst(Object.keys(fields(one.to)))));
  }
  problems.error(`${path}.distribute`, localitiesProblem(distribute.map(({ from }) => text(from))));
  checkFailover(problems, setting, hasOutlier, path);
}

/** `zoneAwareLbSetting`. */
export function checkZoneAware(problems: Problems, value: unknown, hasOutlier: boolean, path: string): void {
  const setting = maybe(value);
  if (!setting) return;
  for (const label of texts(setting.failoverPriority)) {
    if (TOPOLOGY.includes(label))
      problems.error(`${path}.failoverPriority`, `"${label}" is taken care of by zone-aware routing; remove it`);
  }
  checkFailover(problems, setting, hasOutlier, path);
}

function checkFailover(problems: Problems, setting: Fields, hasOutlier: boolean, path: string): void {
  const failover = objects(setting.failover);
  if ((failover.length > 0 || list(setting.failoverPriority).length > 0) && !hasOutlier) {
    problems.warning(path, 'failover needs outlierDetection beside it, or nothing ever fails over');
  }
  failover.forEach((one, i) => {
    const at = `${path}.failover[${i}]`;
    const [from, to] = [text(one.from), text(one.to)];
    if (from === to) problems.error(at, 'failover needs two different regions');
    if (`${from}${to}`.includes('/')) problems.error(at, 'failover is between regions, without zones');
    if (`${from}${to}`.includes('*')) problems.error(at, 'failover is between regions, without wildcards');
  });
}

/** Istio walks a map in any order, so what one order refuses may be refused today or tomorrow. */
function generalFirst(localities: readonly string[]): string[] {
  const words = (locality: string) => locality.split('/').filter((part) => part !== '*').length;
  return [...localities].sort((a, b) => words(a) - words(b));
}

/** Whether localities are well-formed and none holds a later one, as Istio walks them. */
function localitiesProblem(localities: readonly string[]): string | undefined {
  const seen: string[][] = [];
  for (const locality of localities) {
    const stars = locality.split('*').length - 1;
    if (stars > 1 || (stars === 1 && !locality.endsWith('*'))) {
      return `locality "${locality}" may have one "*", at its end`;
    }
    if (seen.some(([region]) => region === '*')) return overlap(locality);
    const parts = [...locality.split('/').slice(0, 2), ...rest(locality)];
    if (parts.some((part) => part === '')) return `locality "${locality}" has an empty region, zone or subzone`;
    if (seen.some((other) => clash(other, parts))) return overlap(locality);
    seen.push(parts);
  }
  return undefined;
}

function rest(locality: string): string[] {
  const parts = locality.split('/');
  return parts.length > 2 ? [parts.slice(2).join('/')] : [];
}

/** A place of an earlier locality that a later one takes again. A literal "*" is a name like any other, but as the first word. */
function clash(earlier: readonly string[], later: readonly string[]): boolean {
  const [region, zone, subzone] = later;
  if (earlier[0] !== region) return false;
  if (later.length === 1 || earlier.length === 1 || earlier[1] === '*') return true;
  if (earlier[1] !== zone) return false;
  if (later.length === 2 || earlier.length === 2 || earlier[2] === '*') return true;
  return earlier[2] === subzone;
}

function overlap(locality: string): string {
  return `locality "${locality}" overlaps with one before it`;
}
