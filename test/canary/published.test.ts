import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { trace, type Trace } from '../../lib/simulation';
import { snapshotFromYaml, type Snapshot } from '../../lib/snapshot';

const SAMPLES = join(__dirname, '../../../shared/samples');
const EXAMPLES = join(__dirname, '../../examples');
const published = existsSync(SAMPLES);

/** The documents of an example. */
function ours(example: string, id: string): string {
  return readFileSync(join(EXAMPLES, example, 'expected', id, `${id}.k8s.yaml`), 'utf8');
}

/** The documents of a published sample, in the namespace that its reader would apply it to. */
function theirs(file: string, kind?: string): string {
  return readFileSync(join(SAMPLES, file), 'utf8')
    .split(/^---$/m)
    .filter((document) => kind === undefined || document.includes(`kind: ${kind}`))
    .map((document) => document.replace(/^metadata:$/m, 'metadata:\n  namespace: bookinfo'))
    .join('\n---\n');
}

function mesh(...texts: string[]): Snapshot {
  return snapshotFromYaml([ours('canary', 'workloads'), ...texts].join('\n---\n'));
}

/** What a caller notices of a request, and what the next proxy is told. */
function behaviour({ hops, end }: Trace): object {
  const [hop] = hops;
  return {
    end: { kind: end.kind, host: end.host, subset: end.subset, status: end.status, workload: end.workload },
    split: [...(hop?.split ?? [])],
    timeout: hop?.timeout,
    fault: hop?.decision.fault,
    retries: hop?.decision.retries,
  };
}

const SUBSETS = 'istio.io/request-routing-all-v1-classic.yaml';
const PAIRS: readonly [example: string, id: string, sample: string][] = [
  ['canary', 'r1-all-to-v1', SUBSETS],
  ['resilience', 'r5-delay', 'istio.io/fault-injection-delay.yaml'],
  ['resilience', 'r5-abort', 'istio.io/fault-injection-abort.yaml'],
  ['resilience', 'r6-timeout', 'istio.io/request-timeouts-classic.yaml'],
];
const URLS = ['productpage', 'details', 'reviews', 'ratings'].map(
  (service) => `http://${service}.bookinfo:9080/${service}/0`,
);
const CALLERS: readonly Readonly<Record<string, string>>[] = [{}, { 'end-user': 'jason' }];

describe(`the published manifests of Istio’s tasks do the same as the examples (${PAIRS.length} pairs, ${URLS.length * CALLERS.length} requests each)`, () => {
  if (!published) {
    test.skip('skipped: ../shared/samples is not here', () => {});
    return;
  }

  test.each(PAIRS)('%s/%s and %s', (example, id, sample) => {
    const left = mesh(ours(example, id));
    const right = mesh(
      theirs(SUBSETS, 'DestinationRule'),
      theirs(sample, sample === SUBSETS ? 'VirtualService' : undefined),
    );
    let compared = 0;
    for (const url of URLS) {
      for (const headers of CALLERS) {
        const [a, b] = [left, right].map((one) =>
          behaviour(trace(one, { url, from: 'bookinfo/productpage-v1', headers })),
        );
        expect(a).toEqual(b);
        compared += 1;
      }
    }
    expect(compared).toBe(8);
  });
});
