import { ApiObject, App, Chart, JsonPatch, Lazy, Testing, Yaml } from 'cdk8s';
import { Construct } from 'constructs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as analysis from '../../lib/analysis';
import type { RuleEntry } from '../../lib/analysis';
import { Checks } from '../../lib/checks';
import { Mesh } from '../../lib/mesh';
import * as snapshots from '../../lib/snapshot';

/** Stands for any rule: objects to a Service whose port is 66 or which has the label `bad`, and warns of 13. */
const probe: RuleEntry = {
  id: 'probe',
  when: ['Service'],
  load: () => ({
    meta: { id: 'probe', codes: ['CIS9001'], level: 'error', description: 'a probe', kinds: ['Service'] },
    check: ({ ofKind, isMissing, closed, report }) => {
      for (const resource of ofKind('Service')) {
        const { port, needs } = resource.spec;
        if (port === 66 || resource.labels.bad !== undefined) {
          report({ resource, path: 'spec.port', message: 'port is bad; take another' });
        }
        if (port === 13) report({ resource, message: 'port is odd', level: 'warning', code: 'CIS9002' });
        if (typeof needs === 'string' && isMissing('Service', '', needs)) {
          report({ resource, message: `${needs} is missing (${closed ? 'closed' : 'open'})`, code: 'CIS9003' });
        }
      }
    },
  }),
};

let folder: string;
let analyses: number;
let written: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'checks-'));
  analyses = 0;
  written = [];
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => (written.push(String(text)), true));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

// The rules of the library stand aside: what is tested here is when they run and what becomes of their findings.
jest.mock('../../lib/analysis', () => {
  const real = jest.requireActual<typeof analysis>('../../lib/analysis');
  return { ...real, analyze: jest.fn() };
});
beforeEach(() => {
  const real = jest.requireActual<typeof analysis>('../../lib/analysis');
  const collision = real.rules.filter(({ id }) => id === 'name-collision');
  (analysis.analyze as jest.Mock).mockImplementation(
    (snapshot: snapshots.Snapshot, options: analysis.AnalyzeOptions) => {
      analyses++;
      return real.analyze(snapshot, { ...options, shape: false, rules: [probe, ...collision] });
    },
  );
});

const appWith = (charts = 1): { app: App; charts: Chart[] } => {
  const app = new App({ outdir: folder });
  const made = Array.from({ length: charts }, (_, i) => new Chart(app, `c${i}`));
  Checks.register(made[0]!);
  return { app, charts: made };
};
const service = (chart: Chart, id: string, spec: unknown = { port: 80 }): ApiObject =>
  new ApiObject(chart, id, { apiVersion: 'v1', kind: 'Service', spec } as never);
const errorsOf = (app: App): string[] => {
  try {
    app.synth();
    return [];
  } catch (error) {
    return (error as Error).message.split('\n').slice(1);
  }
};

describe('at synth', () => {
  test('an error fails it; our line comes first and begins with the path of the construct', () => {
    const { app, charts } = appWith();
    charts[0]!.node.addValidation({ validate: () => ['another validation'] });
    service(charts[0]!, 'svc', { port: 66 });
    expect(errorsOf(app)).toEqual([
      expect.stringMatching(/^ {2}\[\] c0\/svc: port is bad; take another \[CIS9001; Service c0-svc-\w+ spec\.port\]$/),
      '  [c0] another validation',
    ]);
  });

  test('a finding about an object whose construct refuses itself is left out: one mistake, one line', () => {
    const { app, charts } = appWith();
    const maker = new Construct(charts[0]!, 'maker');
    const refusals: string[] = [];
    maker.node.addValidation({ validate: () => refusals });
    new ApiObject(maker, 'Resource', { apiVersion: 'v1', kind: 'Service', spec: { port: 66 } } as never);
    service(charts[0]!, 'other', { port: 66 });
    expect(errorsOf(app).map((line) => line.split(':')[0])).toEqual(['  [] c0/maker/Resource', '  [] c0/other']);
    refusals.push('the port comes from here');
    expect(errorsOf(app)).toEqual([
      expect.stringMatching(/^ {2}\[\] c0\/other: port is bad/),
      '  [c0/maker] the port comes from here',
    ]);
  });

  test('what a chart says of itself hides no finding in it', () => {
    const { app, charts } = appWith();
    charts[0]!.node.addValidation({ validate: () => ['no cost centre'] });
    service(charts[0]!, 'web', { port: 66 });
    expect(errorsOf(app)).toEqual([expect.stringContaining('c0/web: port is bad'), '  [c0] no cost centre']);
  });

  test('a warning is written to stderr, once however many charts there are', () => {
    const { app, charts } = appWith(5);
    service(charts[3]!, 'svc', { port: 13 });
    expect(errorsOf(app)).toEqual([]);
    expect(errorsOf(app)).toEqual([]);
    expect(written).toEqual([
      expect.stringMatching(/^warning: c3\/svc: port is odd \[CIS9002; Service c3-svc-\w+\]\n$/),
    ]);
  });

  test('raw ApiObjects of any chart are checked, not only what this library made', () => {
    const { app, charts } = appWith(3);
    service(charts[2]!, 'raw', { port: 66 });
    expect(errorsOf(app)).toHaveLength(1);
  });

  test('registering again, from anywhere, changes nothing', () => {
    const { app, charts } = appWith(2);
    for (const chart of charts) Checks.register(chart);
    service(charts[0]!, 'svc', { port: 66 });
    expect(errorsOf(app)).toHaveLength(1);
  });

  test('disabled, it checks nothing', () => {
    const { app, charts } = appWith();
    service(charts[0]!, 'svc', { port: 66 });
    Checks.of(app).disable();
    expect(errorsOf(app)).toEqual([]);
    expect(analyses).toBe(0);
  });

  test('the world is open: what is not in the App may be in the cluster', () => {
    const { app, charts } = appWith();
    service(charts[0]!, 'svc', { port: 80, needs: 'other' });
    expect(errorsOf(app)).toEqual([]);
  });

  test('two objects of one kind, namespace and name: both constructs are named', () => {
    const { app, charts } = appWith(2);
    for (const chart of charts) {
      new ApiObject(chart, 'svc', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'same', namespace: 'shop' } });
    }
    expect(errorsOf(app)).toEqual([
      '  [] c0/svc: Service shop/same is also written at c1/svc, which replaces this one; rename one of them [CIS0002; Service shop/same metadata.name]',
    ]);
  });
});

describe('remembered, but never blindly', () => {
  const changes: [string, (object: ApiObject, chart: Chart) => void][] = [
    ['an object was added', (_, chart) => service(chart, 'late', { port: 66 })],
    ['an object was patched', (object) => object.addJsonPatch(JsonPatch.replace('/spec/port', 66))],
    ['an object was labelled', (object) => object.metadata.addLabel('bad', 'yes')],
    ['a label was changed', (object) => object.metadata.addLabel('bad', 'no')],
  ];

  test.each(changes)('synth, %s, synth again: the mistake is found', (_, change) => {
    const { app, charts } = appWith();
    const object = service(charts[0]!, 'svc');
    expect(errorsOf(app)).toEqual([]);
    change(object, charts[0]!);
    expect(errorsOf(app)).toHaveLength(1);
  });

  test.each(changes)('Testing.synth, %s, Testing.synth again', (_, change) => {
    const { charts } = appWith();
    const object = service(charts[0]!, 'svc');
    expect(() => Testing.synth(charts[0]!)).not.toThrow();
    change(object, charts[0]!);
    expect(() => Testing.synth(charts[0]!)).toThrow('CIS9001');
  });

  test('a mistake that was removed is gone', () => {
    const { app, charts } = appWith();
    const object = service(charts[0]!, 'svc', { port: 66 });
    expect(errorsOf(app)).toHaveLength(1);
    object.addJsonPatch(JsonPatch.replace('/spec/port', 80));
    expect(errorsOf(app)).toEqual([]);
  });

  describe.each([
    ['a small App', 0],
    ['an App too large to compare as a whole', 600],
  ])('%s', (_, filler) => {
    const filled = () => {
      const made = appWith(2);
      for (let i = 0; i < filler; i++) service(made.charts[1]!, `filler${i}`);
      return made;
    };

    test('is analysed once a synth', () => {
      const { app } = filled();
      app.synth();
      expect(analyses).toBe(1);
    });

    test('a lazy value that changed is found by the next synth', () => {
      const { app, charts } = filled();
      let port = 80;
      service(charts[0]!, 'svc', { port: Lazy.any({ produce: () => port }) });
      expect(errorsOf(app)).toEqual([]);
      port = 66;
      expect(errorsOf(app)).toHaveLength(1);
    });

    test.each(changes)('%s', (__, change) => {
      const { app, charts } = filled();
      const object = service(charts[0]!, 'svc');
      expect(errorsOf(app)).toEqual([]);
      change(object, charts[0]!);
      expect(errorsOf(app)).toHaveLength(1);
    });
  });
});

describe('what was checked is what is written', () => {
  /** An object that counts how often it is serialised. */
  const counted = (chart: Chart): { object: ApiObject; count: () => number } => {
    let count = 0;
    const port = Lazy.any({ produce: () => (count++, 80) });
    return { object: service(chart, 'counted', { port }), count: () => count };
  };

  test.each(['synth', 'synthYaml'] as const)('%s serialises each object once', (write) => {
    const { app, charts } = appWith(3);
    const { count } = counted(charts[1]!);
    app[write]();
    expect(count()).toBe(1);
  });

  test('afterwards the object is as it was', () => {
    const { app, charts } = appWith();
    const { object, count } = counted(charts[0]!);
    const before = Object.getOwnPropertyNames(object);
    app.synth();
    expect(Object.getOwnPropertyNames(object)).toEqual(before);
    object.metadata.addLabel('late', 'yes');
    expect(object.toJson()).toMatchObject({ metadata: { labels: { late: 'yes' } } });
    expect(count()).toBe(2);
  });

  test('so it is after a synth that failed', () => {
    const { app, charts } = appWith();
    const { object } = counted(charts[0]!);
    service(charts[0]!, 'svc', { port: 66 });
    const before = Object.getOwnPropertyNames(object);
    expect(errorsOf(app)).toHaveLength(1);
    expect(Object.getOwnPropertyNames(object)).toEqual(before);
  });

  test('an object with a way of its own to write itself keeps it', () => {
    const { app, charts } = appWith();
    const object = service(charts[0]!, 'svc');
    const own = (): unknown => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'own' } });
    object.toJson = own;
    app.synth();
    expect(object.toJson).toBe(own);
    expect(Yaml.load(join(folder, 'c0.k8s.yaml'))).toEqual([own()]);
  });
});

describe('suppression', () => {
  test('accepts a finding below the construct, and nowhere else', () => {
    const { app, charts } = appWith(2);
    for (const chart of charts) service(chart, 'svc', { port: 66 });
    Checks.of(charts[0]!).suppress('CIS9001', 'known to us');
    expect(errorsOf(app)).toEqual([expect.stringContaining('c1/svc')]);
  });

  test('holds for what is added later, and joins what is there', () => {
    const { app, charts } = appWith();
    Checks.of(charts[0]!).suppress('CIS9001', 'known: to us');
    const object = service(charts[0]!, 'svc', { port: 66 });
    object.metadata.addAnnotation('galley.istio.io/analyze-suppress', 'IST0101');
    object.metadata.addAnnotation('cdk8s-istio/analyze-suppress-reason', 'IST0101: elsewhere');
    Checks.of(object).suppress('CIS9003', 'in the cluster');
    app.synth();
    const { metadata } = object.toJson() as { metadata: { annotations: Record<string, string> } };
    expect(metadata.annotations).toEqual({
      'galley.istio.io/analyze-suppress': 'IST0101,CIS9001,CIS9003',
      'cdk8s-istio/analyze-suppress-reason': 'IST0101: elsewhere; CIS9001: known: to us; CIS9003: in the cluster',
    });
  });

  test('two synths write the same', () => {
    const { app, charts } = appWith();
    service(charts[0]!, 'svc', { port: 66 });
    Checks.of(app).suppress('CIS9001', 'known');
    expect(Testing.synth(charts[0]!)).toEqual(Testing.synth(charts[0]!));
    app.synth();
    expect(Testing.synth(charts[0]!)).toEqual(Yaml.load(join(folder, 'c0.k8s.yaml')));
  });

  test('one that nothing needs is reported, once for the construct', () => {
    const { app, charts } = appWith();
    service(charts[0]!, 'a');
    service(charts[0]!, 'b');
    Checks.of(app).suppress('CIS9001', 'known');
    expect(errorsOf(app)).toEqual([]);
    expect(written).toEqual([
      expect.stringMatching(/^warning: c0\/a: CIS9001 is suppressed but not found; remove the suppression/),
    ]);
  });

  test('one for the closed world of the CLI is not called unused in the open one', () => {
    const { app, charts } = appWith();
    service(charts[0]!, 'svc', { needs: 'other' });
    Checks.of(app).suppress('CIS9003', 'made by another chart');
    expect(errorsOf(app)).toEqual([]);
    expect(written).toEqual([]);
  });

  test('goes through the YAML: the closed world of files gives the same answer', () => {
    const { app, charts } = appWith();
    service(charts[0]!, 'svc', { needs: 'other' });
    service(charts[0]!, 'open', { needs: 'another' });
    Checks.of(charts[0]!.node.findChild('svc')).suppress('CIS9003', 'made by another chart');
    app.synth();
    const found = analysis.analyze(snapshots.snapshotFromFiles([folder]), { closed: true });
    expect(found.map(({ message }) => message)).toEqual(['another is missing (closed)']);
  });

  test.each([
    ['a malformed code', 'IST1', 'reason', 'SuppressionCodeMalformed'],
    ['no reason', 'IST0101', ' ', 'SuppressionReasonMissing'],
    ['a reason of two lines', 'IST0101', 'a\nb', 'SuppressionReasonMissing'],
  ])('%s is refused', (_, code, reason, id) => {
    const { charts } = appWith();
    expect(() => Checks.of(charts[0]!).suppress(code, reason)).toThrow(expect.objectContaining({ id, path: 'c0' }));
  });
});

describe('mesh settings', () => {
  const KEY = 'CDK8S_ISTIO_MESH_SETTINGS';
  afterEach(() => delete process.env[KEY]);

  test('reach the file that the CLI reads', () => {
    const app = new App({ outdir: folder });
    Mesh.configure(app, {
      clusterDomain: 'example.org',
      rootNamespace: 'mesh',
      trustDomain: 'trust.example',
      complete: ['a'],
    });
    Checks.register(new Chart(app, 'c'));
    process.env[KEY] = join(folder, 'mesh.yaml');
    app.synth();
    const read = snapshots.readMeshConfigFile(join(folder, 'mesh.yaml'));
    const { meshConfig, clusterDomain, known, complete } = snapshots.snapshotOf(app);
    expect(read).toEqual({ meshConfig, clusterDomain, known, complete });
    expect(complete).toEqual(['a']);
    expect(clusterDomain).toBe('example.org');
  });
});
