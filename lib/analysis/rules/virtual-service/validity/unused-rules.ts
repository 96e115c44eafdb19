/** Rules and matches that istiod itself finds useless within one VirtualService (IST0130, IST0131). */
import { canonical, maybe, number, objects, text, fields } from '../../../model/json';
import type { Problems } from '../../../model/validity/problems';
import type { Fields } from '../../../../snapshot';

type Family = 'http' | 'tls' | 'tcp';

/** A match by prefix of the path, as it is compared with later ones. */
interface PrefixMatch {
  readonly rule: string;
  readonly match: string;
  readonly path: string;
  readonly prefix: string;
  readonly port: number;
  readonly texts: readonly string[];
  readonly maps: readonly ReadonlyMap<string, string>[];
}

export function checkUnusedRules(problems: Problems, family: Family): void {
  const rules = objects(problems.resource.spec[family]);
  if (rules.length < 2 && objects(rules[0]?.match).length < 2) return;
  const seen = new Map<string, number>();
  const prefixes: PrefixMatch[] = [];
  let catchAll = -1;
  rules.forEach((rule, r) => {
    const path = `spec.${family}[${r}]`;
    const name = nameOf(rule, r, family);
    const matches = objects(rule.match);
    if (matches.length === 0) {
      if (catchAll >= 0) unreachable(problems, path, name, 'only the last rule can have no matches');
      catchAll = r;
      return;
    }
    let duplicates = 0;
    matches.forEach((match, m) => {
      if (catchAll >= 0) {
        unreachable(problems, path, name, 'route without matches defined before');
        return;
      }
      const key = keyOf(match, family);
      const earlier = seen.get(key);
      const matchName = nameOf(match, m, family);
      if (earlier !== undefined) {
        ineffective(problems, `${path}.match[${m}]`, name, matchName, nameOf(rules[earlier]!, earlier, family));
        duplicates++;
        return;
      }
      seen.set(key, r);
      const prefix = family === 'http' ? prefixMatch(match, name, matchName, `${path}.match[${m}]`) : undefined;
      if (prefix) prefixes.push(prefix);
    });
    if (duplicates === matches.length) unreachable(problems, path, name, 'all matches used by prior rules');
  });
  prefixes.forEach((a, i) => {
    for (const b of prefixes.slice(i + 1)) {
      if (a.prefix === b.prefix || !covers(a, b)) continue;
      ineffective(
        problems,
        b.path,
        b.rule,
        `${b.match} of prefix ${b.prefix}`,
        `${a.match} of prefix ${a.prefix} on ${a.rule}`,
      );
    }
  });
}

function unreachable(problems: Problems, path: string, rule: string, reason: string): void {
  problems.warning(path, `VirtualService rule ${rule} not used (${reason}); remove it, or move it up`, 'IST0130');
}

function ineffective(problems: Problems, path: string, rule: string, match: string, other: string): void {
  const text = `VirtualService rule ${rule} match ${match} is not used (duplicate/overlapping match in rule ${other})`;
  problems.info(path, text, 'IST0131');
}

/** Names of TLS and TCP rules do not exist. */
function nameOf(value: Fields, index: number, family: Family): string {
  const name = family === 'http' ? text(value.name) : '';
  return name === '' ? `#${index}` : JSON.stringify(name);
}

/** Parts of a match that are said even where they say nothing: as messages, they are there or not. */
const MESSAGES = new Set(['uri', 'scheme', 'method', 'authority']);

/** What a match asks for: its name is none of it, and what is empty says the same as what is unset. */
function keyOf(match: Fields, family: Family): string {
  const isSaid = ([key, value]: [string, unknown]) =>
    !(key === 'name' && family === 'http') && Boolean(value) && (MESSAGES.has(key) || !isEmpty(value));
  return canonical(Object.fromEntries(Object.entries(match).filter(isSaid)));
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function prefixMatch(match: Fields, rule: string, name: string, path: string): PrefixMatch | undefined {
  const prefix = text(fields(match.uri).prefix);
  if (prefix === '') return undefined;
  const maps = [match.headers, match.queryParams, match.withoutHeaders].map(
    (map) => new Map(Object.entries(fields(map)).map(([key, one]) => [key, formOf(one)])),
  );
  const method = formOf(match.method) || 'exact:GET';
  return { rule, match: name, path, prefix, port: number(match.port), texts: [method, formOf(match.authority)], maps };
}

function formOf(value: unknown): string {
  const { exact, prefix } = maybe(value) ?? {};
  if (text(exact) !== '') return `exact:${text(exact)}`;
  return text(prefix) === '' ? '' : `prefix:${text(prefix)}`;
}

function covers(a: PrefixMatch, b: PrefixMatch): boolean {
  if (!b.prefix.startsWith(a.prefix) || a.port !== b.port) return false;
  if (!a.texts.every((one, i) => one.startsWith(b.texts[i]!))) return false;
  return a.maps.every((map, i) => {
    const other = b.maps[i]!;
    if (map.size !== other.size) return false;
    return [...map].every(([key, one]) => other.has(key) && one.startsWith(other.get(key)!));
  });
}
