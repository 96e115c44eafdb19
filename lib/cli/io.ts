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

/** The terminal or whatever the process was connected to. */
export function processIo(): Io {
  const { stdout, stderr, env } = process;
  // The reader of a pipe may leave early, as `head` does: that is no error.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
  });
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    color: stdout.isTTY === true && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb',
    interactive: stderr.isTTY === true,
    now: () => performance.now(),
  };
}
