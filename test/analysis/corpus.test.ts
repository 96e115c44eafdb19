import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { analyze } from '../../lib/analysis';
import type { Finding } from '../../lib/report';
import { readMeshConfigFile, readMeshNetworksFile, snapshotFromFiles } from '../../lib/snapshot';

const corpus = resolve(__dirname, '../../../shared/corpus/analyzer');
const isThere = existsSync(join(corpus, 'cases.json'));

interface Case {
  readonly id: string;
  readonly analyzer: string;
  readonly files: readonly string[];
  readonly meshConfig?: string;
  readonly meshNetworks?: string;
  readonly expected: readonly { readonly code: string; readonly level: string; readonly resource: string }[];
  readonly scope: 'offline' | 'cluster';
}

const read = <T>(name: string): T => JSON.parse(readFileSync(join(corpus, name), 'utf8')) as T;
const cases = isThere ? read<Case[]>('cases.json') : [];
const codes = isThere ? read<Record<string, { readonly codes: readonly string[] }>>('analyzers.json') : {};

const nameOf = ({ kind, namespace, name }: Finding['resource']): string =>
  `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;

function found({ files, meshConfig, meshNetworks, analyzer }: Case): string[] {
  const paths = [...files.map((file) => join(corpus, file)), join(corpus, 'defaults/istio-ingressgateway.yaml')];
  const settings = meshConfig === undefined ? {} : readMeshConfigFile(join(corpus, meshConfig));
  const networks = meshNetworks === undefined ? {} : { meshNetworks: readMeshNetworksFile(join(corpus, meshNetworks)) };
  const snapshot = snapshotFromFiles(paths, { ...settings, ...networks });
  const of = codes[analyzer]!.codes;
  return analyze(snapshot)
    .filter(({ code }) => of.includes(code))
    .map(({ code, level, resource }) => `${code} ${level} ${nameOf(resource)}`)
    .sort();
}

const wanted = ({ expected }: Case): string[] =>
  expected.map(({ code, level, resource }) => `${code} ${level.toLowerCase()} ${resource}`).sort();

(isThere ? describe : describe.skip)(`Istio's own analyzer cases${isThere ? '' : ' (corpus not there)'}`, () => {
  const offline = cases.filter(({ scope }) => scope === 'offline');
  const cluster = cases.filter(({ scope }) => scope === 'cluster');

  test(`${offline.length} cases need manifests alone, and ${cluster.length} more are run`, () => {
    expect(offline.length).toBeGreaterThanOrEqual(63);
    expect(cluster.length).toBe(13);
  });

  test.each(offline.map((one) => [one.id, one] as const))('%s', (_, one) => {
    expect(found(one)).toEqual(wanted(one));
  });

  test.each(cluster.map((one) => [one.id, one] as const))('%s, whose cluster the files describe', (_, one) => {
    expect(found(one)).toEqual(wanted(one));
  });
});
