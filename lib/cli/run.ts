import { ConfigurationError } from '../errors';
import { ExitCode } from './exit-code';
import type { Io } from './io';
import { versionOf } from './version';

/** One subcommand. */
export interface Command {
  /** @returns an {@link ExitCode} */
  run(args: readonly string[], io: Io): Promise<number> | number;
}

interface CommandEntry {
  readonly summary: string;
  load(): Command;
}

/* eslint-disable @typescript-eslint/no-require-imports -- a command loads nothing of the others */
const commands: ReadonlyMap<string, CommandEntry> = new Map([
  ['check', { summary: 'report what is wrong with manifests', load: () => require('./check') as Command }],
  [
    'mesh-config',
    {
      summary: "write an App's mesh settings as a file for --mesh-config",
      load: () => require('./mesh-config') as Command,
    },
  ],
  ['trace', { summary: 'follow a request through every proxy it meets', load: () => require('./trace') as Command }],
  ['test', { summary: 'compare a table of requests with expectations', load: () => require('./test') as Command }],
  [
    'diff',
    { summary: 'show how behaviour changes between two sets of manifests', load: () => require('./diff') as Command },
  ],
]);
/* eslint-enable @typescript-eslint/no-require-imports */

/**
 * Runs the command that the arguments name. Never throws: whatever goes wrong is one line on `err` and exit code 2.
 *
 * @returns an {@link ExitCode}
 */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    (name === undefined ? io.err : io.out)(usage());
    return name === undefined ? ExitCode.FAILED : ExitCode.CLEAN;
  }
  if (name === '--version') {
    io.out(`${versionOf()}\n`);
    return ExitCode.CLEAN;
  }
  try {
    const command = commands.get(name);
    if (!command) {
      throw new ConfigurationError('UsageWrong', {
        at: 'cdk8s-istio',
        problem: 'no such command',
        value: name,
        allowed: [...commands.keys()].join(', '),
      });
    }
    return await command.load().run(rest, io);
  } catch (error) {
    io.err(`${lineOf(error)}\n`);
    return ExitCode.FAILED;
  }
}

function lineOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const known = error instanceof ConfigurationError;
  return `${known ? 'error' : 'internal error'}: ${message.replace(/\s*[\r\n]+\s*/g, ' ')}`;
}

function usage(): string {
  const lines = [...commands].map(([name, { summary }]) => `  ${name.padEnd(12)} ${summary}`);
  return `usage: cdk8s-istio COMMAND [ARGUMENTS]\n\n${lines.join('\n')}\n\nEvery command explains itself with --help.\n`;
}
