import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

let folder: string | undefined;

/** `imports` of the package, whether it is built or not. */
export function importsFolder(): string {
  let above = __dirname;
  while (!folder) {
    const here = join(above, 'imports');
    if (existsSync(join(here, 'schema'))) folder = here;
    above = dirname(above);
  }
  return folder;
}
