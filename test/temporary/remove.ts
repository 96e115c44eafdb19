import { rmSync } from 'node:fs';

/** After all tests: the folder that `make` made goes, and TMPDIR is what it was. */
export default function remove(): void {
  const { TMPDIR, TMPDIR_BEFORE_TESTS } = process.env;
  if (TMPDIR_BEFORE_TESTS === undefined) return;
  if (TMPDIR !== undefined) rmSync(TMPDIR, { recursive: true, force: true });
  if (TMPDIR_BEFORE_TESTS === '') delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR_BEFORE_TESTS;
  delete process.env.TMPDIR_BEFORE_TESTS;
}
