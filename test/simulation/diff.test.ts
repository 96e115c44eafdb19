/** How behaviour changes: nothing against itself, something for every change that real Istio would show. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { answersFor, behaviourChanges, type RecordedCase } from '../../lib/simulation';
import { Snapshot, snapshotFromFiles, snapshotFromYaml, type Resource } from '../../lib/snapshot';
import { resourceOf } from './mesh-arbitrary';

const ROOT = resolve(__dirname, '../../../shared/oracle/cases');

interface CaseFile extends RecordedCase {
  readonly manifests: readonly string[];
  readonly meshConfig?: Record<string, unknown>;
  readonly proxies: Readonly<
    Record<string, { readonly namespace: string; readonly type: string; readonly labels: object }>
  >;
}

/** The case's manifests, with a Deployment for each of its proxies, so that there is somebody to send requests. */
function meshOf(folder: string, recorded: CaseFile): Snapshot {
  const options = { meshConfig: recorded.meshConfig ?? {} };
  const { resources, meshConfig } = snapshotFromFiles(
    recorded.manifests.map((name) => join(folder, name)),
    options,
  );
  const pods = Object.entries(recorded.proxies).map(([name, { namespace, type, labels }]) => {
    const annotations = type === 'router' ? { 'inject.istio.io/templates': 'gateway' } : {};
    return resourceOf('apps', 'Deployment', namespace, name, {
      template: { metadata: { labels, annotations }, spec: {} },
    });
  });
  return new Snapshot([...resources, ...pods], meshConfig);
}

/** Every resource with one of its texts, numbers or lists changed. */
function* mutations(value: unknown): Generator<unknown> {
  if (typeof value === 'number') yield value + 1;
  else if (typeof value === 'string') yield `${value}x`;
  else if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      yield value.filter((_, k) => k !== i);
      for (const changed of mutations(value[i])) yield value.map((item: unknown, k) => (k === i ? changed : item));
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      const rest = Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
      yield rest;
      for (const changed of mutations(item)) yield { ...rest, [key]: changed };
    }
  }
}

const CASES = existsSync(ROOT)
  ? [
      ['routing', 'r1-all-traffic-to-v1'],
      ['routing', 'r9-mirrors'],
      ['routing', 'rewrite-uri'],
      ['routing', 'match-uri-kinds'],
      ['routing', 'redirect-variations'],
      ['egress', 'e9-origination-mtls-hop-on-80'],
      ['ingress', 'i7-redirects-and-direct-responses'],
      ['ingress', 'i3-https-simple'],
    ]
  : [];

if (CASES.length === 0) test.skip('mutations: ../shared/oracle is absent', () => undefined);

test('a mesh against itself: nothing', () => {
  let meshes = 0;
  for (const group of existsSync(ROOT) ? readdirSync(ROOT) : []) {
    for (const file of readdirSync(join(ROOT, group)).filter((name) => name.endsWith('.yaml'))) {
      const read = (): Snapshot => snapshotFromFiles([join(ROOT, group, file)]);
      expect(behaviourChanges(read(), read())).toEqual([]);
      meshes++;
    }
  }
  process.stdout.write(`diff: ${meshes} meshes against themselves\n`);
  const own = snapshotFromYaml(
    '{apiVersion: v1, kind: Service, metadata: {name: a, namespace: b}, spec: {ports: [{name: http, port: 80}]}}',
  );
  expect(behaviourChanges(own, own)).toEqual([]);
});

// Not by each(), which fails where there is nothing.
for (const [group = '', id = ''] of CASES)
  test(`${group}/${id}: every change of one field that changes an answer shows`, () => {
    const folder = join(ROOT, group);
    const recorded = JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8')) as CaseFile;
    const mesh = meshOf(folder, recorded);
    const before = JSON.stringify([...answersFor(recorded, mesh)]);
    const unseen: string[] = [];
    let shown = 0;
    mesh.resources.forEach((resource: Resource, at) => {
      if (!['VirtualService', 'DestinationRule', 'Gateway'].includes(resource.kind)) return;
      for (const spec of mutations(resource.spec)) {
        const changed = resourceOf(resource.group, resource.kind, resource.namespace, resource.name, spec);
        const mutant = new Snapshot(
          mesh.resources.map((one, i) => (i === at ? changed : one)),
          mesh.meshConfig,
        );
        if (JSON.stringify([...answersFor(recorded, mutant)]) === before) continue;
        if (behaviourChanges(mesh, mutant).length > 0) shown++;
        else unseen.push(`${resource.kind} ${resource.name}: ${JSON.stringify(spec)}`);
      }
    });
    expect(unseen).toEqual([]);
    expect(shown).toBeGreaterThan(0);
  });
