// Every Istio object that an example or a snapshot of a construct holds.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';

/** Rooms whose snapshots are manifests of constructs. */
const ROOMS = ['canary', 'egress', 'gateway', 'ingress', 'mirror', 'service'];

export function manifests(root) {
  const examples = readdirSync(join(root, 'examples'))
    .flatMap((name) => files(join(root, 'examples', name, 'expected'), '.yaml'))
    .flatMap((file) => loadAll(readFileSync(file, 'utf8')));
  const snapshots = ROOMS.flatMap((room) => files(join(root, 'test', room), '.snap')).flatMap(snapshot);
  return [...examples, ...snapshots].filter((one) => typeof one?.kind === 'string');
}

function files(folder, suffix) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(suffix))
    .sort()
    .map((name) => join(folder, name));
}

/** jest writes JSON with a comma after the last element. */
function snapshot(file) {
  const entries = readFileSync(file, 'utf8').matchAll(/^exports\[`[^\n]*`\] = `\n([\s\S]*?)\n`;$/gm);
  return [...entries].flatMap(([, text]) => {
    const json = text.replace(/,(\s*[}\]])/g, '$1').replaceAll('\\\\', '\\');
    return parsed(json);
  });
}

function parsed(json) {
  try {
    const value = JSON.parse(json);
    return Array.isArray(value) ? value : [value];
  } catch {
    return []; // a snapshot of something else than manifests
  }
}
