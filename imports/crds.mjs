import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { SOURCES } from './sources.mjs';

/** Whether Go is there to fetch the pinned modules with. */
export function hasGo() {
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Every CustomResourceDefinition of the pinned sources, in the order of their names. */
export function readCrds() {
  const crds = SOURCES.flatMap(({ module, version, paths }) => {
    const folder = download(module, version);
    return paths.flatMap((path) => documents(join(folder, path)));
  }).filter((one) => one?.kind === 'CustomResourceDefinition');
  return crds.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

/** The files of the pinned sources, for tools that read them as they are. */
export function crdFiles() {
  return SOURCES.flatMap(({ module, version, paths }) => {
    const folder = download(module, version);
    return paths.flatMap((path) => yamlFiles(join(folder, path)));
  });
}

function download(module, version) {
  const text = execFileSync('go', ['mod', 'download', '-json', `${module}@${version}`], {
    encoding: 'utf8',
    cwd: tmpdir(),
    env: { ...process.env, GOFLAGS: '-mod=mod' },
  });
  return JSON.parse(text).Dir;
}

function documents(path) {
  return yamlFiles(path).flatMap((file) => loadAll(readFileSync(file, 'utf8')));
}

function yamlFiles(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(path, name));
}
