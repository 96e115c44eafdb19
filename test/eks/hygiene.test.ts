import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const sources = readdirSync(join(root, 'lib/eks'), { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);

/** What the linter says about a file of lib/eks with this import; ESLint is an ES module, so it runs in a process of its own. */
function linted(imports: readonly string[]): readonly string[][] {
  const script = `const { ESLint } = require('eslint');
    const texts = ${JSON.stringify(imports)};
    (async () => {
      const lint = new ESLint();
      const out = [];
      for (const text of texts) {
        const [{ messages }] = await lint.lintText(text, { filePath: 'lib/eks/name.ts' });
        out.push(messages.filter((of) => of.ruleId?.endsWith('no-restricted-imports')).map((of) => of.message));
      }
      console.log(JSON.stringify(out));
    })();`;
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', cwd: root })) as string[][];
}

/** Modules of the provider that a process has loaded after `then`, and whether its root is among them. */
function loaded(then: string): { readonly root: boolean; readonly count: number } {
  const script = `require('ts-node/register/transpile-only');
    const root = require.resolve('@cdktf/provider-aws');
    ${then}
    const modules = Object.keys(require.cache).filter((of) => of.includes('provider-aws'));
    console.log(JSON.stringify({ root: modules.includes(root), count: modules.length }));`;
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', cwd: root })) as never;
}

describe('1. deep imports only', () => {
  test('the linter refuses every way to the root of the provider, and lets single resources through', () => {
    const refused = [
      "import { eksCluster } from '@cdktf/provider-aws';\nexport const a = eksCluster;\n",
      "import * as aws from '@cdktf/provider-aws/lib';\nexport const a = aws;\n",
      "import * as aws from '@cdktf/provider-aws/lib/';\nexport const a = aws;\n",
      "import * as aws from '@cdktf/provider-aws/lib/index';\nexport const a = aws;\n",
      "import * as aws from '@cdktf/provider-aws/lib/index.js';\nexport const a = aws;\n",
      "import * as aws from '@cdktf/provider-aws/lib/lazy-index';\nexport const a = aws;\n",
      "import type { eksCluster } from '@cdktf/provider-aws';\nexport type A = typeof eksCluster;\n",
      "export * from '@cdktf/provider-aws';\n",
    ];
    const accepted = [
      "import { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';\nexport const a = EksCluster;\n",
      "import { Vpc } from '@cdktf/provider-aws/lib/vpc/index.js';\nexport const a = Vpc;\n",
      "import type { Vpc } from '@cdktf/provider-aws/lib/vpc';\nexport type A = Vpc;\n",
    ];
    const told = linted([...refused, ...accepted]);
    refused.forEach((text, index) => expect([text, told[index]?.length]).toEqual([text, 1]));
    for (const messages of told.slice(0, refused.length)) expect(messages[0]).toContain('2,212 modules');
    expect(told.slice(refused.length)).toEqual(accepted.map(() => []));
  }, 60_000);

  test('no file of lib/eks takes the root, however it is asked for', () => {
    const asked = sources.flatMap((file) => [
      ...readFileSync(join(root, 'lib/eks', file), 'utf8').matchAll(/(?:from|import\(|require\() ?'(@cdktf\/[^']*)'/g),
    ]);
    expect(asked.length).toBeGreaterThan(25);
    for (const [, name] of asked) expect(name).toMatch(/^@cdktf\/provider-aws\/lib\/[a-z0-9-]+$/);
  });

  test('a cluster is made with a few dozen modules of the provider in memory, and not its root', () => {
    const made = loaded(`const { IstioEksStack } = require('./lib/eks');
      const { App } = require('cdktf');
      new IstioEksStack(new App({ skipValidation: true }), 'mesh', { clusterCreatorAdmin: true }).toTerraform();`);
    expect(made.root).toBe(false);
    expect(made.count).toBeGreaterThan(10);
    expect(made.count).toBeLessThan(100);
  }, 60_000);

  test('the module cache tells when the root was taken', () => {
    // A root that loads nothing: the real one would take half a gigabyte to say the same.
    const taken = loaded(`require.extensions['.js'] = ((load) => (module, file) =>
        file === root ? undefined : load(module, file))(require.extensions['.js']);
      require('@cdktf/provider-aws');`);
    expect(taken).toEqual({ root: true, count: 1 });
  }, 60_000);
});
