import { ConfigurationError } from '../../errors';

const DEEPEST = 3;
const ANY = '*';

/**
 * Checks a locality, `region`, `region/zone` or `region/zone/subzone`; the last part may be `*`.
 *
 * @throws ConfigurationError LocalityMalformed
 */
export function checkLocality(locality: string, at: string): string {
  const parts = locality.split('/');
  const inner = parts.slice(0, -1);
  const last = parts[parts.length - 1] ?? '';
  const wrong =
    parts.length > DEEPEST || parts.includes('') || inner.some((part) => part.includes(ANY)) || /.\*|\*./.test(last);
  if (wrong) throw new ConfigurationError('LocalityMalformed', { at, problem: 'no locality', value: locality });
  return locality;
}

/**
 * Refuses lists in which two localities hold the same endpoints.
 *
 * @param ordered whether the first that fits counts, so that a wildcard may stand for the rest of what is before it
 * @throws ConfigurationError LocalitiesOverlap
 */
export function checkApart(localities: readonly string[], ordered: boolean, at: string): void {
  localities.forEach((later, index) => {
    const before = localities.slice(0, index);
    const forRest = ordered && later.endsWith(ANY);
    const other = before.find((one) => holds(one, later) || (holds(later, one) && !forRest));
    if (other !== undefined) {
      throw new ConfigurationError('LocalitiesOverlap', {
        at,
        problem: 'two localities hold the same endpoints',
        value: [other, later],
      });
    }
  });
}

/** Whether every endpoint of `inner` is in `outer`: `a` and `a/*` both hold `a/b/c`. */
function holds(outer: string, inner: string): boolean {
  const prefix = segments(outer);
  const of = segments(inner);
  return prefix.length <= of.length && prefix.every((part, index) => part === of[index]);
}

function segments(locality: string): readonly string[] {
  return locality.split('/').filter((part) => part !== ANY);
}

/**
 * Checks the name of a region.
 *
 * @throws ConfigurationError LocalityMalformed
 */
export function checkRegion(region: string, at: string): string {
  if (region === '' || /[/*]/.test(region)) {
    throw new ConfigurationError('LocalityMalformed', {
      at,
      problem: 'failover is between regions',
      value: region,
      allowed: 'the name of a region, without zone and wildcard',
      fix: 'name the region alone; failover between zones needs no setting',
    });
  }
  return region;
}
