/** `cdk8s-istio diff OLD NEW`: how behaviour changes between two sets of manifests. */
import { behaviourChanges, type TraceRequest } from '../simulation';
import { readMeshConfigFile, snapshotFromFiles } from '../snapshot';
import { misuse, parseArguments } from './arguments';
import { ExitCode } from './exit-code';
import type { Io } from './io';

const COMMAND = 'diff';
const HELP = `usage: cdk8s-istio diff [--mesh-config FILE] OLD NEW

Derives requests from both sides (every host, gateway and port, each side of every match) and prints those that end otherwise.
OLD and NEW are files or folders of YAML.

Exit code: 0 nothing changes, 1 something does, 2 wrong use or unreadable input.
`;

/** @returns an ExitCode */
export function run(args: readonly string[], io: Io): number {
  const { values, positionals } = parseArguments(COMMAND, args, {
    help: { type: 'boolean', short: 'h' },
    'mesh-config': { type: 'string' },
  });
  if (values.help) {
    io.out(HELP);
    return ExitCode.CLEAN;
  }
  const [old, now, ...more] = positionals;
  if (old === undefined || now === undefined || more.length > 0)
    throw misuse(COMMAND, 'takes two files or folders, OLD and NEW');
  const settings = values['mesh-config'] === undefined ? {} : readMeshConfigFile(values['mesh-config']);
  const changes = behaviourChanges(snapshotFromFiles([old], settings), snapshotFromFiles([now], settings));
  for (const { request, was, is } of changes) {
    io.out(
      `${name(request)}\n${was.map((line) => `  - ${line}\n`).join('')}${is.map((line) => `  + ${line}\n`).join('')}`,
    );
  }
  return changes.length === 0 ? ExitCode.CLEAN : ExitCode.FOUND;
}

function name({ url, from, at, method, headers }: TraceRequest): string {
  const given = Object.entries(headers ?? {}).map(([key, value]) => ` ${key}: ${value}`);
  return `${method ?? 'GET'} ${url} ${at === undefined ? `from ${from ?? ''}` : `at ${at}`}${given.join(',')}`;
}
