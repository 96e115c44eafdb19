import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { exports as entries } from '../../package.json';

const root = resolve(__dirname, '../..');
const built = Object.entries(entries).filter(
  (entry): entry is [string, { types: string; default: string }] =>
    typeof entry[1] === 'object' && !entry[0].includes('*'),
);

/** Every module that a fresh process has loaded after requiring the entry and running something on it. */
function loaded(file: string, then = ''): string[] {
  const script = `const module_ = require(${JSON.stringify(join(root, file))})${then}; process.stdout.write(JSON.stringify(Object.keys(require.cache)))`;
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' })) as string[];
}

const packages = (files: readonly string[]): string[] => [
  ...new Set(files.flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? [])),
];

test('the build is there: `npm test` makes it', () => expect(existsSync(join(root, 'build/lib/index.js'))).toBe(true));

const LATER = ['cdk8s-plus-27', 'cdktf', '@cdktf/provider-aws', 'js-yaml', 're2js', '@marcbachmann/cel-js', 'ajv'];

test('the main entry loads nothing until something is taken from it', () => {
  expect(loaded('build/lib/index.js')).toEqual([join(root, 'build/lib/index.js')]);
});

test('every construct together loads cdk8s, and none of what is for later; generated classes wait for the first object', () => {
  const files = loaded('build/lib/index.js', '; Object.values(module_)');
  expect(packages(files)).toEqual(expect.arrayContaining(['cdk8s', 'constructs']));
  for (const later of LATER) expect(packages(files)).not.toContain(later);
  for (const room of ['analysis', 'simulation', 'snapshot', 'report', 'cli', 'testing', 'eks']) {
    expect(files.filter((file) => file.startsWith(join(root, 'build/lib', room)))).toEqual([]);
  }
  expect(files.filter((file) => file.startsWith(join(root, 'build/imports')))).toEqual([]);
});

test.each(['analysis', 'simulation', 'report'])('./%s loads neither cdk8s nor generated classes', (room) => {
  const files = loaded(`build/lib/${room}/index.js`, '; Object.values(module_)');
  expect(packages(files)).not.toContain('cdk8s');
  expect(packages(files)).not.toContain('constructs');
  expect(files.filter((file) => /build\/imports\/[^/]+\.js$/.test(file))).toEqual([]);
});

test.each(built)('%s is built, with typings', (_name, { types, default: main }) => {
  expect(existsSync(join(root, types))).toBe(true);
  expect(existsSync(join(root, main))).toBe(true);
});
