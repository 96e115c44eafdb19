import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

export const EXAMPLES = join(__dirname, '../../examples');

/** Folders that hold an example. */
export const examples = readdirSync(EXAMPLES).filter((name) => existsSync(join(EXAMPLES, name, 'main.ts')));

/** The files below a folder, by path. */
export function filesOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [relative(folder, path), readFileSync(path, 'utf8')]));
}

/** Runs an example in a folder of its own and returns what it wrote. */
export function run(example: string): Record<string, string> {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk8s-istio-'));
  const before = process.env.CDK8S_OUTDIR;
  const warned = jest.spyOn(console, 'error').mockImplementation();
  process.env.CDK8S_OUTDIR = outdir;
  try {
    jest.isolateModules(() => require(join(EXAMPLES, example, 'main')));
    return filesOf(outdir);
  } finally {
    warned.mockRestore();
    if (before === undefined) delete process.env.CDK8S_OUTDIR;
    else process.env.CDK8S_OUTDIR = before;
    rmSync(outdir, { recursive: true });
  }
}
