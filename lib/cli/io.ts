/** What a command does to the world outside; tests give their own. */
export interface Io {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether somebody watches what is written to `out`. */
  readonly color: boolean;
  /** Whether somebody watches what is written to `err`: progress may be shown there. */
  readonly interactive: boolean;
  /** Milliseconds since some moment; used for nothing but progress. */
  readonly now: () => number;
}

/** What of a process its output takes. */
type Outputs = Pick<NodeJS.Process, 'stdout' | 'stderr' | 'env' | 'exitCode' | 'once'>;

/** The terminal or whatever the process was connected to. */
export function processIo(outputs: Outputs = process): Io {
  const { stdout, stderr, env } = outputs;
  let broken = false;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (broken) return;
    broken = true;
    // The reader of a pipe may leave early, as `head` does: that is no error, and changes nothing of what was found.
    if (error.code === 'EPIPE') return;
    stderr.write(`error: the output cannot be written: ${error.message}\n`);
    // Whatever the command says later: nobody has read its report.
    outputs.once('exit', () => (outputs.exitCode = 2));
  });
  stderr.on('error', () => undefined);
  return {
    out: (text) => {
      if (!broken) stdout.write(text);
    },
    err: (text) => void stderr.write(text),
    color: stdout.isTTY === true && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb',
    interactive: stderr.isTTY === true,
    now: () => performance.now(),
  };
}
