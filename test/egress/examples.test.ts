import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';

const examples = resolve(__dirname, '../../examples');
const stories = readdirSync(examples).filter((name) => /^egress(-|$)/.test(name));

function filesOf(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesOf(path) : [path];
  });
}

function contents(folder: string): Record<string, string> {
  const files = filesOf(folder).sort();
  return Object.fromEntries(files.map((file) => [relative(folder, file), readFileSync(file, 'utf8')]));
}

/** What `main.ts` writes. */
function synthesised(name: string): Record<string, string> {
  const outdir = mkdtempSync(join(tmpdir(), 'egress-'));
  const before = process.env.CDK8S_OUTDIR;
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    process.env.CDK8S_OUTDIR = outdir;
    jest.isolateModules(() => {
      require(join(examples, name, 'main.ts'));
    });
    return contents(outdir);
  } finally {
    stderr.mockRestore();
    if (before === undefined) delete process.env.CDK8S_OUTDIR;
    else process.env.CDK8S_OUTDIR = before;
    rmSync(outdir, { recursive: true });
  }
}

test('the walkthroughs and the scenarios are there', () => {
  expect(stories.sort()).toEqual([
    'egress',
    'egress-gateway-cnn',
    'egress-gateway-httpbin',
    'egress-http',
    'egress-keep-alive',
    'egress-kubernetes-services',
  ]);
});

describe.each(stories)('%s', (name) => {
  test('writes what is expected', () => {
    expect(synthesised(name)).toEqual(contents(join(examples, name, 'expected')));
  });

  test('has a README that names its folders', () => {
    const readme = join(examples, name, 'README.md');
    expect(existsSync(readme)).toBe(true);
    const text = readFileSync(readme, 'utf8');
    for (const folder of readdirSync(join(examples, name, 'expected'))) expect(text).toContain(folder);
  });
});
