import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App, Chart } from 'cdk8s';
import { Redirect, ServiceRef, Target } from 'cdk8s-istio';
import { traceIn } from 'cdk8s-istio/testing';
import { oneOf, parseArguments } from '../../lib/cli/arguments';
import { checkOptions } from '../../lib/cli/check-options';
import { run as meshConfig } from '../../lib/cli/mesh-config';
import { catalogue } from '../../lib/errors';
import { refusal } from '../refusal';

const root = resolve(__dirname, '../..');

function textOf(folder: string, skipped: string): string {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !join(folder, file).startsWith(skipped))
    .map((file) => readFileSync(join(root, folder, file), 'utf8'))
    .join('\n');
}

const ids = Object.keys(catalogue);
const wordsOf = (text: string): ReadonlySet<string> => new Set(text.match(/\b[A-Z][A-Za-z0-9]+\b/g));
const quoted = new Set(
  [...textOf('lib', 'lib/errors/catalogue').matchAll(/'([A-Z][A-Za-z0-9]+)'/g)].map(([, id]) => id),
);
const tested = wordsOf(textOf('test', 'test/errors/catalogue'));

test('every id of the catalogue is thrown or warned of somewhere', () => {
  expect(ids.filter((id) => !quoted.has(id))).toEqual([]);
});

test('every id of the catalogue has a test', () => {
  expect(ids.filter((id) => !tested.has(id))).toEqual([]);
});

test('a part of a split that is more than one destination', () => {
  const chart = new Chart(new App(), 'test');
  const web = ServiceRef.of('web', 'shop', [{ port: 80, name: 'http' }]);
  const parts = [
    { target: Target.redirect(Redirect.to({ uri: '/' })), weight: 50 },
    { target: Target.service(web), weight: 50 },
  ];
  expect(refusal(() => Target.split(parts).branches({ scope: chart, port: 80, side: 'mesh' } as never)).id).toBe(
    'TargetNotSplittable',
  );
});

test('a caller that is no workload', () => {
  const request = { from: 'default/nobody', url: 'http://web.shop/' };
  expect(refusal(() => traceIn(new App(), request)).id).toBe('WorkloadUnknown');
});

test('a command that is called in another way', () => {
  expect(refusal(() => oneOf('check', '--format', 'xml', ['json', 'text'])).id).toBe('UsageWrong');
  expect(refusal(() => parseArguments('check', ['--nothing'], {})).id).toBe('UsageWrong');
});

test('an App that writes no mesh settings', () => {
  const io = { out: () => undefined, err: () => undefined, color: false, interactive: false, now: () => 0 };
  expect(refusal(() => meshConfig(['--app', 'exit 0'], io)).id).toBe('AppWithoutSettings');
});

test('a configuration file that is no mapping', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ids-'));
  try {
    const file = join(folder, 'check.yaml');
    writeFileSync(file, '[1]\n');
    expect(refusal(() => checkOptions(['--config', file, folder])).id).toBe('ConfigMalformed');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
