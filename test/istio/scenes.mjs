// Sets of manifests that are loaded together, as people wrote them.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { load, loadAll } from 'js-yaml';

/** Where each file is a set of its own, and where each folder is one. */
const FILES = ['test/analysis/rules', 'test/istio/fixtures/scenes', '../shared/samples'];
const FOLDERS = ['examples'];
/** Larger sets say little that small ones do not, and take long. */
const MOST = 60;

/** Every set of manifests below the folders of the repository, and Istio's own cases where they are there. */
export function scenesIn(root, isServed) {
  const files = FILES.flatMap((folder) => manifestFiles(join(root, folder)));
  const folders = new Map();
  for (const file of FOLDERS.flatMap((folder) => manifestFiles(join(root, folder)))) {
    folders.set(dirname(file), [...(folders.get(dirname(file)) ?? []), file]);
  }
  const scenes = [
    ...cases(join(root, '../shared/corpus/analyzer')),
    ...[...files.map((one) => [one]), ...folders.values()].map((paths) => ({
      name: relative(root, paths[0]),
      manifests: paths.flatMap(manifestsOf),
    })),
  ];
  for (const one of scenes) one.manifests = one.manifests.filter(isServed);
  return scenes.filter(({ manifests }) => manifests.length > 0 && manifests.length <= MOST);
}

function cases(corpus) {
  if (!existsSync(join(corpus, 'cases.json'))) {
    console.log("Istio's own cases are not there: fewer sets of manifests");
    return [];
  }
  return JSON.parse(readFileSync(join(corpus, 'cases.json'), 'utf8')).map(({ id, files, meshConfig }) => ({
    name: id,
    manifests: files.flatMap((file) => manifestsOf(join(corpus, file))),
    ...(meshConfig && { meshConfig: load(readFileSync(join(corpus, meshConfig), 'utf8')) }),
  }));
}

function manifestFiles(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return /\.ya?ml$/.test(path) ? [path] : [];
  return readdirSync(path)
    .sort()
    .flatMap((name) => manifestFiles(join(path, name)));
}

function manifestsOf(file) {
  try {
    return loadAll(readFileSync(file, 'utf8'))
      .flatMap((one) => (one?.kind?.endsWith('List') ? one.items : [one]))
      .filter(isManifest);
  } catch {
    // Some files are there to be wrong.
    return [];
  }
}

function isManifest(one) {
  return typeof one?.kind === 'string' && typeof one.apiVersion === 'string' && typeof one.metadata?.name === 'string';
}
