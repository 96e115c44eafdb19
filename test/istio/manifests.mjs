// Where valid objects are written.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';

/** Every manifest of the kinds under the folders. */
export function manifestsIn(folders, kinds) {
  return folders
    .filter(existsSync)
    .flatMap(files)
    .flatMap(documents)
    .filter((one) => kinds.has(one.kind) && /istio\.io\//.test(one.apiVersion) && one.metadata?.name && one.spec);
}

function files(folder) {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? files(path) : /\.ya?ml$/.test(name) ? [path] : [];
    });
}

function documents(file) {
  try {
    return loadAll(readFileSync(file, 'utf8')).filter((one) => one && typeof one === 'object');
  } catch {
    // Some files are there to be wrong.
    return [];
  }
}
