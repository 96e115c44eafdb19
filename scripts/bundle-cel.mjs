import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';

const NAME = '@marcbachmann/cel-js';
const main = createRequire(import.meta.url).resolve(NAME);

/**
 * Puts the CEL library into the package as CommonJS. It is published as an ES module, which jest cannot `require`, and a user's
 * snapshot test runs our checks.
 */
export function bundleCel(build) {
  buildSync({
    entryPoints: [main],
    outfile: join(build, 'vendor/cel-js.js'),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minifyWhitespace: true,
    legalComments: 'inline',
  });
  copyFileSync(join(dirname(main), '../LICENSE'), join(build, 'vendor/cel-js.LICENSE'));
  const user = join(build, 'lib/analysis/shape/cel.js');
  writeFileSync(user, readFileSync(user, 'utf8').replaceAll(`require('${NAME}')`, "require('../../../vendor/cel-js')"));
}
