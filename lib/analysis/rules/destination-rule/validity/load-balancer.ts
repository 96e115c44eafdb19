import { fields, maybe, number, objects, text } from '../../../model/json';
import type { Problems } from '../../../model/validity/problems';
import { durationProblem } from '../../../model/validity/values';
import { checkLocality, checkZoneAware } from './locality';

const TABLE_LIMIT = 5000011;

/** `loadBalancer` of a traffic policy. */
export function checkLoadBalancer(problems: Problems, value: unknown, hasOutlier: boolean, path: string): void {
  const balancer = maybe(value);
  if (!balancer) return;
  const hash = maybe(balancer.consistentHash);
  if (hash) checkHash(problems, hash, `${path}.consistentHash`);
  if (maybe(balancer.localityLbSetting) && maybe(balancer.zoneAwareLbSetting)) {
    problems.error(path, 'localityLbSetting and zoneAwareLbSetting exclude each other');
  }
  checkLocality(problems, balancer.localityLbSetting, hasOutlier, `${path}.localityLbSetting`);
  checkZoneAware(problems, balancer.zoneAwareLbSetting, hasOutlier, `${path}.zoneAwareLbSetting`);
  const warmup = maybe(balancer.warmup);
  if (!warmup) return;
  const at = `${path}.warmup`;
  problems.error(
    `${at}.duration`,
    warmup.duration === undefined ? 'warmup needs a duration' : durationProblem(warmup.duration),
  );
  if (number(warmup.minimumPercent) > 100) problems.error(`${at}.minimumPercent`, 'minimumPercent is over 100');
  if (typeof warmup.aggression === 'number' && warmup.aggression <= 0)
    problems.error(`${at}.aggression`, 'aggression is not above 0');
}

function checkHash(problems: Problems, hash: Readonly<Record<string, unknown>>, path: string): void {
  const cookie = maybe(hash.httpCookie);
  if (cookie) {
    if (text(cookie.name) === '') problems.error(`${path}.httpCookie.name`, 'the cookie needs a name');
    const names = new Set<string>();
    objects(cookie.attributes).forEach((attribute, i) => {
      const name = text(attribute.name);
      const at = `${path}.httpCookie.attributes[${i}]`;
      if (name === '') problems.error(at, 'an attribute of the cookie needs a name');
      else if (names.has(name)) problems.error(at, `attribute "${name}" of the cookie is there twice`);
      names.add(name);
    });
  }
  if (number(hash.minimumRingSize) !== 0) {
    problems.warning(`${path}.minimumRingSize`, 'minimumRingSize is deprecated; use ringHash.minimumRingSize');
    if (maybe(hash.ringHash) || maybe(hash.maglev))
      problems.error(path, 'minimumRingSize excludes ringHash and maglev');
  }
  if (!maybe(hash.maglev)) return;
  const size = number(fields(hash.maglev).tableSize);
  const at = `${path}.maglev.tableSize`;
  if (size === 0) problems.error(at, 'maglev needs a tableSize');
  if (size >= TABLE_LIMIT) problems.error(at, `tableSize is not below ${TABLE_LIMIT}`);
  if (!isPrime(size)) problems.error(at, 'tableSize is no prime number');
}

function isPrime(value: number): boolean {
  if (value !== 0 && value < 4) return true;
  if (value % 2 === 0) return false;
  for (let factor = 3; factor * factor <= value; factor += 2) if (value % factor === 0) return false;
  return true;
}
