import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { dump } from 'js-yaml';
import { CLASSES } from './sources.mjs';

const cli = join(dirname(createRequire(import.meta.url).resolve('cdk8s-cli/package.json')), 'bin/cdk8s');

/** The L1 classes that `cdk8s import` writes: file name → text. Of each kind v1, or its only version. */
export function generateClasses(crds) {
  const work = mkdtempSync(join(tmpdir(), 'cdk8s-import-'));
  try {
    const input = join(work, 'crds.yaml');
    const wanted = crds.filter(({ spec }) => CLASSES[spec.group]?.includes(spec.names.kind)).map(onlyStable);
    writeFileSync(input, wanted.map((one) => dump(one)).join('---\n'));
    execFileSync(process.execPath, [cli, 'import', input, '--language', 'typescript', '--output', work, '--no-save'], {
      cwd: work,
      // Its chatter says nothing about our files; where it fails, the error carries it.
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, CHECK_FOR_UPGRADE: '0' },
    });
    return new Map(
      Object.keys(CLASSES).map((group) => [`${group}.ts`, readFileSync(join(work, `${group}.ts`), 'utf8')]),
    );
  } finally {
    rmSync(work, { recursive: true });
  }
}

function onlyStable(crd) {
  const { versions } = crd.spec;
  const stable = versions.filter(({ name }) => name === 'v1');
  return { ...crd, spec: { ...crd.spec, versions: stable.length > 0 ? stable : versions.slice(-1) } };
}
