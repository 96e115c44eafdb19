import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes the compiled index files load a module when its first export is used. An App that has no CanaryRoute then never loads
 * one; a main entry that loads every room costs more than cdk8s' own kinds.
 *
 * Only the `require`s of re-exports change: `exports.X` stay visible to ESM, which reads names from the text.
 */
export function makeIndexesLazy(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) makeIndexesLazy(path);
    else if (name === 'index.js') writeFileSync(path, lazy(readFileSync(path, 'utf8')));
  }
}

const HELPER =
  'function later(name, get) { Object.defineProperty(exports, name, { enumerable: true, configurable: true, get }); }';

// The getter of each export goes through a function of its own: Node takes a getter that it does not know the shape of for no
// export at all, but believes the `exports.X = void 0` that TypeScript writes first.
function lazy(text) {
  return text
    .replace(/^(exports\..+ = void 0;)$/m, `$1\n${HELPER}`)
    .replace(
      /^var (\w+) = require\(("\.[^"]+")\);$/gm,
      'var $1_loaded; function $1() { return $1_loaded ||= require($2); }',
    )
    .replace(
      /^Object\.defineProperty\(exports, ("\w+"), \{ enumerable: true, get: function \(\) \{ return (\w+)\.(\w+); \} \}\);$/gm,
      'later($1, () => $2().$3);',
    );
}
