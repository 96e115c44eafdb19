/** `cdk8s-istio diff OLD NEW`: how behaviour changes between two sets of manifests. */
import { outcomeOf, probes, trace, type TraceRequest } from '../simulation';
import { readMeshConfigFile, snapshotFromFiles, type Snapshot } from '../snapshot';
import { ConfigurationError } from '../errors';
import { misuse, parseArguments } from './arguments';
import type { Io } from './io';
import { ExitCode } from './run';

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

/** A request that ends otherwise. */
export interface BehaviourChange {
  readonly request: TraceRequest;
  readonly was: readonly string[];
  readonly is: readonly string[];
}

/** The requests of either side that the two sides treat differently. */
export function behaviourChanges(old: Snapshot, now: Snapshot): readonly BehaviourChange[] {
  const requests = new Map([...probes(old), ...probes(now)].map((request) => [JSON.stringify(request), request]));
  const out: BehaviourChange[] = [];
  const seen = new Set<string>();
  for (const request of requests.values()) {
    const was = outcome(old, request);
    const is = outcome(now, request);
    if (was.join('\n') === is.join('\n')) continue;
    // the same change seen by several callers is told once
    const key = JSON.stringify([request.url, request.at, request.headers, request.method, was.slice(1), is.slice(1)]);
    if (seen.has(key)) continue;
    seen.add(key);
    out.push({ request, was, is });
  }
  return out;
}

/** A caller or gateway that only one side has is an outcome, too. */
function outcome(side: Snapshot, request: TraceRequest): readonly string[] {
  try {
    return outcomeOf(trace(side, request));
  } catch (error) {
    if (error instanceof ConfigurationError) return [error.id];
    throw error;
  }
}

function name({ url, from, at, method, headers }: TraceRequest): string {
  const given = Object.entries(headers ?? {}).map(([key, value]) => ` ${key}: ${value}`);
  return `${method ?? 'GET'} ${url} ${at === undefined ? `from ${from ?? ''}` : `at ${at}`}${given.join(',')}`;
}
