import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Before all tests: whatever is temporary goes into one folder, cdk8s' `Testing.app()` included, which makes one for each App. */
export default function make(): void {
  process.env.TMPDIR_BEFORE_TESTS = process.env.TMPDIR ?? '';
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'cdk8s-istio-'));
}
