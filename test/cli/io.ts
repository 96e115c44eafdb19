import type { Io } from '../../lib/cli/io';
import { run } from '../../lib/cli/run';

/** What a command wrote and how it ended. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command as the terminal would, in this process. */
export async function cli(args: readonly string[], io: Partial<Io> = {}): Promise<Outcome> {
  let out = '';
  let err = '';
  const code = await run(args, {
    out: (text) => (out += text),
    err: (text) => (err += text),
    color: false,
    interactive: false,
    now: () => 0,
    ...io,
  });
  return { code, out, err };
}
