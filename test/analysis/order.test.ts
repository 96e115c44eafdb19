import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { analyze } from '../../lib/analysis';
import { readMeshConfigFile, readMeshNetworksFile, Snapshot, snapshotFromFiles } from '../../lib/snapshot';

const cases = join(__dirname, 'rules');
const foldersOf = (folder: string): string[] =>
  readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isDirectory())
    .flatMap((path) => (existsSync(join(path, 'bad.yaml')) ? [path] : foldersOf(path)));

/** Told of the later one of two that do not go together; and CIS0350, which is about the order. */
const BY_ORDER = new Set(['CIS0305', 'CIS0341', 'CIS0350', 'CIS0351', 'CIS0529', 'CIS0545', 'CIS0546']);

/** What is said of a rule's bad example, with its documents as they are or from the last to the first. */
function told(folder: string, isReversed: boolean): string[] {
  const [mesh, networks] = ['mesh.yaml', 'networks.yaml'].map((name) => join(folder, name));
  const facts = {
    ...(existsSync(mesh!) ? readMeshConfigFile(mesh!) : {}),
    ...(existsSync(networks!) ? { meshNetworks: readMeshNetworksFile(networks!) } : {}),
  };
  const { resources, meshConfig } = snapshotFromFiles([join(folder, 'bad.yaml')], facts);
  const ordered = isReversed ? [...resources].reverse() : resources;
  return analyze(new Snapshot(ordered, meshConfig, facts), { closed: true })
    .filter(({ code }) => !BY_ORDER.has(code))
    .map(
      ({ code, level, message, path, resource: { kind, namespace, name } }) =>
        `${code} ${level} ${kind} ${namespace}/${name} ${path}: ${message}`,
    )
    .sort();
}

test.each(foldersOf(cases).map((folder) => relative(cases, folder)))(
  '%s: the order of documents changes nothing else that is said',
  (name) => {
    const folder = join(cases, name);
    expect(told(folder, true)).toEqual(told(folder, false));
  },
);
