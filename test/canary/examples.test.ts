import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

const ROOT = join(__dirname, '../..');

/** The files below a folder, by path. */
function filesOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [relative(folder, path), readFileSync(path, 'utf8')]));
}

/** Runs an example in a folder of its own and returns what it wrote. */
function run(example: string): Record<string, string> {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk8s-istio-'));
  const before = process.env.CDK8S_OUTDIR;
  process.env.CDK8S_OUTDIR = outdir;
  try {
    jest.isolateModules(() => require(join(ROOT, 'examples', example, 'main')));
    return filesOf(outdir);
  } finally {
    if (before === undefined) delete process.env.CDK8S_OUTDIR;
    else process.env.CDK8S_OUTDIR = before;
    rmSync(outdir, { recursive: true });
  }
}

describe.each(['canary', 'mirror', 'resilience'])('example %s', (example) => {
  const expected = filesOf(join(ROOT, 'examples', example, 'expected'));
  const written = run(example);

  test('writes the files that expected/ has', () => {
    expect(Object.keys(written)).toEqual(Object.keys(expected));
  });

  test.each(Object.keys(expected))('%s', (file) => {
    expect(written[file]).toBe(expected[file]);
  });
});
