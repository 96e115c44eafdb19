import { nanoseconds } from '../../model/duration';
import { fields, list, maybe, number, objects, text } from '../../model/json';
import { VIRTUAL_SERVICE } from '../../model/kinds';
import { coversMatch } from '../../model/match-cover';
import { fqdn } from '../../model/names';
import type { Fields, Resource } from '../../../snapshot';
import type { Report, Rule } from '../../rule';

type Problem = Pick<Report, 'code' | 'level' | 'path' | 'message'>;

/** Without any of these a rule only sends requests somewhere. */
const PARTS = ['rewrite', 'retries', 'fault', 'mirror', 'mirrors'];

export const rule: Rule = {
  meta: {
    id: 'http-rule-effect',
    codes: ['CIS0346', 'CIS0347', 'CIS0348', 'CIS0349', 'CIS0352', 'CIS0353', 'CIS0354'],
    level: 'warning',
    description:
      'Fields of an HTTP rule that together do something else than they say: rewrites, retries, faults, mirrors',
    kinds: [VIRTUAL_SERVICE],
  },
  check({ ofKind, report, snapshot }) {
    for (const resource of ofKind(VIRTUAL_SERVICE)) {
      objects(resource.spec.http).forEach((one, i) => {
        if (PARTS.every((part) => one[part] === undefined)) return;
        const path = `spec.http[${i}]`;
        const found = [
          ...rewriteProblems(resource, one, i),
          ...retryProblems(one, path),
          ...faultProblems(one, path),
          ...mirrorProblems(one, path, (host) => fqdn(host, resource.namespace, snapshot.clusterDomain)),
        ];
        for (const problem of found) report({ resource, ...problem });
      });
    }
  },
};

/** A prefix is replaced letter by letter, so both sides end in a slash, or neither. */
function rewriteProblems({ spec }: Resource, rule: Fields, index: number): Problem[] {
  const uri = text(fields(rule.rewrite).uri);
  if (uri === '') return [];
  const earlier = objects(spec.http)
    .slice(0, index)
    .flatMap(({ match }) => objects(match));
  return objects(rule.match).flatMap((match, j) => {
    const prefix = text(fields(match.uri).prefix);
    if (prefix === '' || prefix.endsWith('/') === uri.endsWith('/')) return [];
    const path = `spec.http[${index}].rewrite.uri`;
    if (prefix.endsWith('/')) {
      const message = `Prefix "${prefix}" becomes "${uri}", so "${prefix}x" becomes "${uri}x"; end both with a slash, or neither`;
      return prefix === '/' ? [] : [{ code: 'CIS0346', path, message }];
    }
    // Where a match before it takes the prefix with its slash, this one has only the path itself.
    const below = { ...match, uri: { prefix: `${prefix}/` } };
    if ([...earlier, ...objects(rule.match).slice(0, j)].some((one) => coversMatch(one, below))) return [];
    const message = `Prefix "${prefix}" becomes "${uri}", so "${prefix}/x" becomes "${uri}/x"; match "${prefix}/" before it, or end neither with a slash`;
    return [{ code: 'CIS0346', path, message }];
  });
}

/** The timeout is for all tries together. */
function retryProblems({ retries, timeout }: Fields, path: string): Problem[] {
  const [all, each] = [nanoseconds(text(timeout)), nanoseconds(text(fields(retries).perTryTimeout))];
  if (all === undefined || each === undefined || all <= 0n || each < all || number(fields(retries).attempts) === 0)
    return [];
  const message = `A try that takes perTryTimeout ${text(fields(retries).perTryTimeout)} has used up the timeout ${text(timeout)} of all tries, so it is not repeated; shorten the one, or lengthen the other`;
  return [{ code: 'CIS0347', path: `${path}.retries.perTryTimeout`, message }];
}

/** Faults come before the router, which retries and measures time. */
function faultProblems(rule: Fields, path: string): Problem[] {
  const fault = maybe(rule.fault);
  if (!fault) return [];
  const found: Problem[] = [];
  const lost = ['timeout', 'retries'].filter((field) => rule[field] !== undefined && !isOff(rule[field]));
  if (lost.length > 0) {
    const message = `The fault is injected before ${lost.join(' and ')} of the same rule count, so it neither times out nor is retried; set them where the request comes from, or in another hop`;
    found.push({ code: 'CIS0348', path: `${path}.fault`, message });
  }
  for (const [kind, one] of Object.entries({ abort: maybe(fault.abort), delay: maybe(fault.delay) })) {
    if (!one || maybe(one.percentage) || number(one.percent) > 0) continue;
    const message = `Without a percentage the ${kind} meets no request at all; set percentage.value`;
    found.push({ code: 'CIS0354', path: `${path}.fault.${kind}`, message });
  }
  if (number(fields(fields(fault.abort).percentage).value) >= 100) {
    const message = 'Every request of the rule is aborted, so that none reaches its destination; lower the percentage';
    found.push({ code: 'CIS0353', level: 'info', path: `${path}.fault.abort`, message });
  }
  return found;
}

/** No attempts turn retries off. */
function isOff(value: unknown): boolean {
  return maybe(value) !== undefined && number(fields(value).attempts) === 0;
}

function mirrorProblems(rule: Fields, path: string, full: (host: string) => string): Problem[] {
  const only = list(rule.route).length === 1 ? maybe(objects(rule.route)[0]!.destination) : undefined;
  const place = (destination: Fields) =>
    [full(text(destination.host)), text(destination.subset), number(fields(destination.port).number)].join(' ');
  const single = maybe(rule.mirror);
  const mirrors = [
    ...(single ? [{ at: `${path}.mirror`, destination: single, share: maybe(rule.mirrorPercentage) }] : []),
    ...objects(rule.mirrors).map((one, i) => ({
      at: `${path}.mirrors[${i}]`,
      destination: fields(one.destination),
      share: maybe(one.percentage),
    })),
  ];
  return mirrors.flatMap(({ at, destination, share }): Problem[] => {
    if (share && number(share.value) === 0) {
      const message = 'The mirror copies 0 % of the requests, that is none; raise the percentage, or remove the mirror';
      return [{ code: 'CIS0352', level: 'info', path: at, message }];
    }
    if (!only || place(only) !== place(destination)) return [];
    const message = `Requests are copied to where they go anyway, ${text(destination.host)}, which gets them twice; name another destination`;
    return [{ code: 'CIS0349', path: at, message }];
  });
}
