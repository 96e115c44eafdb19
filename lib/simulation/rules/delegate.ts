import type { StringMatch } from '../model/string-match';
import type { HttpMatch, HttpRule } from './virtual-service';

/** Fields that a delegate's rule inherits where it does not set them. */
const INHERITED = ['rewrite', 'directResponse', 'timeout', 'retries', 'fault', 'corsPolicy', 'headers'] as const;

/** The rules of a delegate, narrowed by the rule that hands over to it. Those that can never match are left out. */
export function mergeDelegate(root: HttpRule, delegate: readonly HttpRule[]): readonly HttpRule[] {
  return delegate.flatMap((rule) => {
    const matches = mergeMatches(root.matches, rule.matches);
    if (!matches) return [];
    const policy: Record<string, unknown> = { ...rule.policy };
    for (const field of INHERITED) if (policy[field] === undefined) policy[field] = root.policy[field];
    return [
      {
        ...rule,
        name: joined(root.name, rule.name),
        matches,
        policy,
        mirrors: rule.mirrors.length > 0 ? rule.mirrors : root.mirrors,
        via: root.origin,
      },
    ];
  });
}

function mergeMatches(root: readonly HttpMatch[], leaf: readonly HttpMatch[]): readonly HttpMatch[] | undefined {
  if (root.length === 0) return leaf;
  if (leaf.length === 0) return root;
  const out: HttpMatch[] = [];
  for (const sub of leaf) {
    const fitting = root.filter((match) => !conflict(match, sub));
    // a match of the delegate that fits no match of the root takes its whole rule with it
    if (fitting.length === 0) return undefined;
    out.push(...fitting.map((match) => mergeMatch(match, sub)));
  }
  return out;
}

function mergeMatch(root: HttpMatch, leaf: HttpMatch): HttpMatch {
  return {
    name: joined(root.name, leaf.name),
    uri: leaf.uri ?? root.uri,
    scheme: leaf.scheme ?? root.scheme,
    method: leaf.method ?? root.method,
    authority: leaf.authority ?? root.authority,
    headers: new Map([...root.headers, ...leaf.headers]),
    withoutHeaders: new Map([...root.withoutHeaders, ...leaf.withoutHeaders]),
    queryParams: new Map([...root.queryParams, ...leaf.queryParams]),
    ignoreUriCase: leaf.ignoreUriCase,
    port: leaf.port || root.port,
    sourceLabels: new Map([...root.sourceLabels, ...leaf.sourceLabels]),
    sourceNamespace: leaf.sourceNamespace || root.sourceNamespace,
    gateways: leaf.gateways.length > 0 ? leaf.gateways : root.gateways,
  };
}

function joined(root: string, leaf: string): string {
  return root === '' || leaf === '' ? root || leaf : `${root}-${leaf}`;
}

function conflict(root: HttpMatch, leaf: HttpMatch): boolean {
  return (
    stringConflict(root.uri, leaf.uri) ||
    stringConflict(root.scheme, leaf.scheme) ||
    stringConflict(root.method, leaf.method) ||
    stringConflict(root.authority, leaf.authority) ||
    mapConflict(root.headers, leaf.headers) ||
    mapConflict(root.withoutHeaders, leaf.withoutHeaders) ||
    mapConflict(root.queryParams, leaf.queryParams) ||
    root.ignoreUriCase !== leaf.ignoreUriCase ||
    (root.port > 0 && leaf.port > 0 && root.port !== leaf.port) ||
    (root.sourceNamespace !== '' && leaf.sourceNamespace !== root.sourceNamespace) ||
    [...leaf.sourceLabels].some(([key, value]) => (root.sourceLabels.get(key) ?? value) !== value) ||
    (root.gateways.length > 0 &&
      leaf.gateways.length > 0 &&
      (root.gateways.length < leaf.gateways.length || leaf.gateways.some((name) => !root.gateways.includes(name))))
  );
}

function mapConflict(root: ReadonlyMap<string, StringMatch>, leaf: ReadonlyMap<string, StringMatch>): boolean {
  for (const [name, match] of leaf) if (stringConflict(root.get(name), match)) return true;
  return false;
}

/** Whether no text can be meant by both; anything with a regex on either side counts as a conflict. */
function stringConflict(root: StringMatch | undefined, leaf: StringMatch | undefined): boolean {
  if (!root || !leaf) return false;
  if (root.kind === 'exact' && root.value !== '') return !(leaf.kind === 'exact' && leaf.value === root.value);
  if (root.kind === 'prefix' && root.value !== '') {
    return !(
      (leaf.kind === 'prefix' || leaf.kind === 'exact') &&
      leaf.value !== '' &&
      leaf.value.startsWith(root.value)
    );
  }
  return true;
}
