import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '../..');
const GUIDE = guide('testing');

function guide(name: string): string {
  return readFileSync(join(ROOT, 'docs', `${name}.md`), 'utf8');
}

/** The files that the guide shows: a block that begins with `ts file=PATH` is one. */
function filesOf(guide: string): { path: string; text: string }[] {
  return [...guide.matchAll(/^```ts file=(\S+)\n([\s\S]*?)^```$/gm)].map(([, path, text]) => ({
    path: path as string,
    text: text as string,
  }));
}

/** Writes the guide's files into a folder that has the repository's packages. */
function inProject<T>(page: string, use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'testing-guide-'));
  try {
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    for (const { path, text } of filesOf(page)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('the guide to testing shows a chart and its tests', () => {
  expect(filesOf(GUIDE).map((file) => file.path)).toEqual([
    'charts/shop.ts',
    'test/shop.test.ts',
    'test/shop.snapshot.test.ts',
    'test/objects.test.ts',
  ]);
});

/** What the compiler says about the files of a guide, as strictly as this library is compiled. */
function mistakes(text: string): string[] {
  const output = inProject(text, (folder) => {
    const config = {
      extends: join(ROOT, 'tsconfig.json'),
      compilerOptions: {
        noEmit: true,
        baseUrl: ROOT,
        typeRoots: [join(ROOT, 'node_modules/@types')],
        paths: { 'cdk8s-istio': ['./lib/index.ts'] },
      },
      include: ['charts', 'test'],
      exclude: [],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    return spawnSync(process.execPath, [tsc, '-p', '.', '--pretty', 'false'], { cwd: folder, encoding: 'utf8' }).stdout;
  });
  // Only what the guide's own files say; the library's are compiled elsewhere.
  return output.split('\n').filter((line) => /^(charts|test)\//.test(line));
}

test('the code of every guide compiles', () => {
  const pages = ['testing', 'argo-rollouts', 'flagger'].map(guide);
  expect(pages.map((page) => filesOf(page).length)).toEqual([4, 2, 2]);
  expect(mistakes(pages.join('\n'))).toEqual([]);
}, 120_000);

test('the tests that the guide shows pass', () => {
  const { status, stderr } = inProject(GUIDE, (folder) => {
    const base = join(ROOT, 'jest.config.js');
    const config = `const { globalSetup, globalTeardown, ...base } = require(${JSON.stringify(base)});
      const mapped = Object.entries(base.moduleNameMapper).map(([from, to]) => [from, to.replace('<rootDir>', ${JSON.stringify(ROOT)})]);
      module.exports = { ...base, rootDir: __dirname, roots: ['<rootDir>/test'], moduleNameMapper: Object.fromEntries(mapped), ci: false };`;
    writeFileSync(join(folder, 'jest.config.js'), config);
    const jest = join(ROOT, 'node_modules/jest/bin/jest.js');
    return spawnSync(process.execPath, [jest, '-c', join(folder, 'jest.config.js'), '-w', '1'], {
      cwd: folder,
      encoding: 'utf8',
    });
  });
  expect(stderr).toMatch(/Tests: +6 passed, 6 total/);
  expect(status).toBe(0);
}, 120_000);
