import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Version of this package, wherever its JavaScript lies. */
export function versionOf(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const manifest = read(join(folder, 'package.json'));
    if (manifest?.name === 'cdk8s-istio') return manifest.version ?? '';
    if (folder === dirname(folder)) return '';
  }
}

function read(path: string): { readonly name?: string; readonly version?: string } | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { name?: string; version?: string };
  } catch {
    return undefined;
  }
}
