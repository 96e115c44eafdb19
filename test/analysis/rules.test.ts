import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { analyze, rules, World, type RuleEntry } from '../../lib/analysis';
import { readMeshConfigFile, readMeshNetworksFile, snapshotFromFiles, type Snapshot } from '../../lib/snapshot';

const sources = resolve(__dirname, '../../lib/analysis/rules');
const cases = join(__dirname, 'rules');

const filesOf = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesOf(path) : [path];
  });

/** Folder of a rule's cases: `<resource>/<rule>`, as its source lies in lib. */
const folders = new Map(
  filesOf(cases)
    .filter((file) => basename(file) === 'expected.json')
    .map((file) => [basename(join(file, '..')), join(file, '..')]),
);

function snapshotOf(id: string, file: string): Snapshot {
  const folder = folders.get(id)!;
  const mesh = join(folder, 'mesh.yaml');
  const networks = join(folder, 'networks.yaml');
  return snapshotFromFiles([join(folder, file)], {
    ...(existsSync(mesh) ? readMeshConfigFile(mesh) : {}),
    ...(existsSync(networks) ? { meshNetworks: readMeshNetworksFile(networks) } : {}),
  });
}

const LEVELS = ['info', 'warning', 'error'];

function found(entry: RuleEntry, file: string, closed = true) {
  return analyze(snapshotOf(entry.id, file), { rules: [entry], shape: false, closed }).map(
    ({ code, level, resource: { kind, namespace, name }, path }) => ({
      code,
      level,
      resource: `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`,
      ...(path === undefined ? {} : { path }),
    }),
  );
}

const hasGood = (id: string): boolean => existsSync(join(folders.get(id)!, 'good.yaml'));

/** Codes that Istio gives to several analyzers, or to every kind. */
const SHARED = new Set(['IST0101', 'IST0106', 'IST0133', 'IST0002', 'CIS0203']);

/** What other rules say of an example, too; whatever else they say would lead its reader astray. */
const SAID_ELSEWHERE: Readonly<Record<string, Readonly<Partial<Record<'bad' | 'good', readonly string[]>>>>> = {
  // The webhook refuses for several reasons what a schema with its CEL rules refuses before.
  'valid-destination-rule': { bad: ['CIS0103'] },
  'valid-peer-authentication': { bad: ['CIS0103'] },
  'valid-proxy-config': { bad: ['CIS0102'] },
  'valid-request-authentication': { bad: ['CIS0103'] },
  'valid-telemetry': { bad: ['CIS0102', 'IST0157'] },
  'valid-traffic-extension': { bad: ['CIS0102'] },
  'valid-virtual-service': { bad: ['CIS0103'] },
  'valid-wasm-plugin': { bad: ['CIS0102'] },
  'valid-workload-group': { bad: ['CIS0103'] },
  'sidecar-egress-host': { bad: ['IST0106'] },
  // Istio warns of each EnvoyFilter, and of a DENY rule for HTTP alone.
  'patch-operation': { bad: ['IST0133'], good: ['IST0133'] },
  'valid-envoy-filter': { bad: ['CIS0104'] },
  'identity-without-mtls': { bad: ['IST0133'] },
  'unmatched-value': { bad: ['IST0133'] },
  // The Secrets hold no real certificates.
  'gateway-credential-source': { bad: ['IST0161'], good: ['IST0161'] },
  // Several rules, or objects, of which only one is used.
  'destination-host': { bad: ['IST0130'] },
  'self-routing-gateway': { bad: ['IST0130'] },
  weights: { bad: ['IST0130'] },
  'gateway-hop': { bad: ['IST0109'] },
  'service-entry-protocol': { bad: ['CIS0351'] },
  // The same from the other side: of the object that hides, and of the match.
  'subset-visibility': { bad: ['CIS0342'] },
  'server-without-rule': { bad: ['CIS0357'] },
};

/** Codes of all errors and warnings of an example, as a synth finds them. */
function allCodes(id: string, file: 'bad' | 'good'): readonly string[] {
  const findings = analyze(snapshotOf(id, `${file}.yaml`), { closed: false, level: 'warning' });
  return [...new Set(findings.map(({ code }) => code))].sort();
}

describe.each(rules.map((entry) => [entry.id, entry] as const))('rule %s', (id, entry) => {
  const folder = folders.get(id);

  test('has a source, a page and cases, all in one place', () => {
    expect(folder).toBeDefined();
    const place = relative(cases, folder!);
    const source = readFileSync(join(sources, `${place}.ts`), 'utf8');
    expect(source).toContain(`'${id}'`);
    expect(existsSync(join(sources, `${place}.md`))).toBe(true);
  });

  test('reports what is wrong in its bad example, and nothing else', () => {
    const expected = JSON.parse(readFileSync(join(folder!, 'expected.json'), 'utf8')) as unknown[];
    expect(expected.length).toBeGreaterThan(0);
    expect(found(entry, 'bad.yaml')).toEqual(expected);
  });

  test('is silent on its good example, in the open and in the closed world', () => {
    if (!hasGood(id)) {
      // Only the kind that is warned of as such has no good example.
      expect(id).toBe('valid-envoy-filter');
      return;
    }
    expect(found(entry, 'good.yaml')).toEqual([]);
    expect(found(entry, 'good.yaml', false)).toEqual([]);
  });

  test('its examples show nothing else that is wrong', () => {
    const { bad = [], good = [] } = SAID_ELSEWHERE[id] ?? {};
    const own = entry.load().meta.codes;
    expect(allCodes(id, 'bad').filter((code) => !own.includes(code))).toEqual(bad);
    if (hasGood(id)) expect(allCodes(id, 'good')).toEqual(good);
  });

  test('is never sure where it is a heuristic', () => {
    const { heuristic = false } = entry.load().meta;
    const levels = [true, false].flatMap((closed) => found(entry, 'bad.yaml', closed).map(({ level }) => level));
    expect(heuristic && levels.includes('error')).toBe(false);
    const page = readFileSync(join(sources, `${relative(cases, folder!)}.md`), 'utf8');
    expect(page).toMatch(heuristic ? /^Codes: .* · heuristic$/m : /^Codes: .* · certain$/m);
  });

  test('says nothing in the open world that it does not say in the closed one', () => {
    const closed = found(entry, 'bad.yaml');
    for (const { level, ...one } of found(entry, 'bad.yaml', false)) {
      const same = closed.find(
        (other) =>
          JSON.stringify({ ...other, level: '' }) ===
          JSON.stringify({
            code: one.code,
            level: '',
            resource: one.resource,
            ...(one.path === undefined ? {} : { path: one.path }),
          }),
      );
      // Less is known there, so it may be said more quietly, never louder.
      expect([one, same && LEVELS.indexOf(level) <= LEVELS.indexOf(same.level)]).toEqual([one, true]);
    }
  });

  test('its page has its codes and shows its examples', () => {
    const page = readFileSync(join(sources, `${relative(cases, folder!)}.md`), 'utf8');
    for (const code of entry.load().meta.codes) expect(page).toContain(`\`${code}\``);
    for (const heading of ['## Why', '## Bad', '## Good', '## Fix']) expect(page).toContain(heading);
    expect(page).toContain(readFileSync(join(folder!, 'bad.yaml'), 'utf8').trim());
    if (hasGood(id)) expect(page).toContain(readFileSync(join(folder!, 'good.yaml'), 'utf8').trim());
  });

  test('declares what it is, and asks for no kind that it does not declare', () => {
    const { meta, check } = entry.load();
    expect(meta.id).toBe(id);
    expect(meta.codes.length).toBeGreaterThan(0);
    for (const code of meta.codes) expect(code).toMatch(/^(IST|CIS)\d{4}$/);
    for (const kind of entry.when) expect(meta.kinds).toContain(kind);
    if (meta.heuristic === true) expect(meta.level).not.toBe('error');
    const asked = new Set<string>();
    for (const file of hasGood(id) ? ['bad.yaml', 'good.yaml'] : ['bad.yaml']) {
      const world = new World(snapshotOf(id, file), true);
      check(
        world.contextFor(
          () => undefined,
          (kind) => asked.add(kind),
        ),
      );
    }
    for (const kind of asked) expect(meta.kinds).toContain(kind);
    for (const kind of meta.kinds) if (kind !== '*') expect([...asked]).toContain(kind);
  });
});

test('every code belongs to one rule, except those that Istio itself shares', () => {
  const owners = new Map<string, string[]>();
  for (const entry of rules) {
    for (const code of entry.load().meta.codes) owners.set(code, [...(owners.get(code) ?? []), entry.id]);
  }
  for (const [code, ids] of owners) if (!SHARED.has(code)) expect([code, ids]).toEqual([code, [ids[0]]]);
});

test('every page and every folder of cases belongs to a rule', () => {
  const ids = new Set(rules.map(({ id }) => id));
  const pages = filesOf(sources).filter((file) => file.endsWith('.md'));
  for (const page of pages) expect([page, ids.has(basename(page, '.md'))]).toEqual([page, true]);
  for (const id of folders.keys()) expect([id, ids.has(id)]).toEqual([id, true]);
});
