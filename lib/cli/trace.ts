/** `cdk8s-istio trace URL PATHS…`: where a request goes, hop by hop, with no cluster. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ConfigurationError } from '../errors';
import { answersFor, trace, type RecordedCase, type TraceRequest } from '../simulation';
import { readMeshConfigFile, snapshotFromFiles } from '../snapshot';
import { misuse, oneOf, parseArguments } from './arguments';
import { ExitCode } from './exit-code';
import type { Io } from './io';

const COMMAND = 'trace';
const OUTPUTS = ['text', 'json'] as const;
const HELP = `usage: cdk8s-istio trace (--from NAMESPACE/WORKLOAD | --at GATEWAY) [OPTIONS] URL PATH...
       cdk8s-istio trace --cases CASE.json|FOLDER... --answers FOLDER

Follows a request through every proxy it meets, and tells why. A URL begins with http, https, tls or tcp; a PATH is a YAML or
JSON file, a folder, or - for standard input.

  --from NAMESPACE/NAME  the workload that makes the request
  --labels K=V,...       labels of a caller that the files do not contain
  --at GATEWAY           the gateway where the request arrives from outside
  --method METHOD        HTTP method (default GET)
  -H, --header "K: V"    a request header; may be repeated
  --port PORT            port that is dialled (default: the URL's)
  --address IP           address that is dialled
  --sni NAME             server name in the client's TLS (default: the URL's host)
  --http2                HTTP/2, as gRPC
  --principal ID         name of the client certificate of a caller from outside
  --mesh-config FILE     Istio's MeshConfig
  -o, --output FORMAT    text (default) or json
  --cases                answer recorded cases instead, one file each
  --answers FOLDER       where the answers go
  -h, --help             this text

Exit code: 0 the request reached somebody or was answered, 1 it was reset, ran in circles or is not modelled, 2 wrong use.
`;

/** @returns an ExitCode */
export function run(args: readonly string[], io: Io): number {
  const { values, positionals } = parseArguments(COMMAND, args, {
    help: { type: 'boolean', short: 'h' },
    from: { type: 'string' },
    labels: { type: 'string' },
    at: { type: 'string' },
    method: { type: 'string' },
    header: { type: 'string', short: 'H', multiple: true },
    port: { type: 'string' },
    address: { type: 'string' },
    sni: { type: 'string' },
    http2: { type: 'boolean' },
    principal: { type: 'string' },
    'mesh-config': { type: 'string' },
    output: { type: 'string', short: 'o' },
    cases: { type: 'boolean' },
    answers: { type: 'string' },
  });
  if (values.help) {
    io.out(HELP);
    return ExitCode.CLEAN;
  }
  if (values.cases) {
    if (values.answers === undefined) throw misuse(COMMAND, '--cases needs --answers FOLDER');
    return answerCases(positionals, values.answers, io);
  }
  const output = oneOf(COMMAND, '--output', values.output ?? 'text', OUTPUTS);
  const [url, ...paths] = positionals;
  if (url === undefined || paths.length === 0) throw misuse(COMMAND, 'takes a URL and at least one file or folder');
  const settings = values['mesh-config'] === undefined ? {} : readMeshConfigFile(values['mesh-config']);
  const { from, at, method, address, sni, http2, principal } = values;
  const request: TraceRequest = {
    url,
    ...Object.fromEntries(
      Object.entries({ from, at, method, address, sni, http2, principal }).filter(([, value]) => value !== undefined),
    ),
    ...(values.port === undefined ? {} : { port: Number(values.port) }),
    ...(values.labels === undefined ? {} : { labels: pairs(values.labels) }),
    headers: Object.fromEntries((values.header ?? []).map(header)),
  };
  const found = trace(snapshotFromFiles(paths, settings), request);
  io.out(
    output === 'json'
      ? `${JSON.stringify({ ...found.report(), outcome: found.end }, undefined, 2)}\n`
      : found.explain(),
  );
  return found.end.kind === 'reached' || found.end.kind === 'response' ? ExitCode.CLEAN : ExitCode.FOUND;
}

function header(line: string): [string, string] {
  const colon = line.indexOf(':');
  if (colon <= 0) throw misuse(COMMAND, `--header takes "NAME: VALUE", not ${JSON.stringify(line)}`);
  return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
}

function pairs(list: string): Record<string, string> {
  return Object.fromEntries(
    list
      .split(',')
      .filter((pair) => pair.includes('='))
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
}

interface CaseFile extends RecordedCase {
  readonly manifests?: readonly string[];
  readonly meshConfig?: Record<string, unknown>;
}

/** Answers recorded cases: one file of answers for each file of requests. */
function answerCases(paths: readonly string[], folder: string, io: Io): number {
  const files = paths.flatMap(jsonFiles);
  if (files.length === 0) throw misuse(COMMAND, '--cases needs files or folders with .json files');
  mkdirSync(folder, { recursive: true });
  let requests = 0;
  for (const file of files) {
    const recorded = readCase(file);
    const manifests = (recorded.manifests ?? []).map((name) => join(dirname(file), name));
    const snapshot = snapshotFromFiles(manifests, { meshConfig: recorded.meshConfig ?? {} });
    const answers = answersFor(recorded, snapshot);
    requests += answers.size;
    writeFileSync(
      join(folder, basename(file)),
      `${JSON.stringify({ id: recorded.id, answers: Object.fromEntries(answers) }, undefined, 1)}\n`,
    );
  }
  io.out(`answered ${requests} requests of ${files.length} cases\n`);
  return ExitCode.CLEAN;
}

function jsonFiles(path: string): readonly string[] {
  if (!statSync(path, { throwIfNoEntry: false })) {
    throw new ConfigurationError('FileUnreadable', { at: COMMAND, problem: 'no such file or folder', value: path });
  }
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => {
      const inner = join(path, name);
      return statSync(inner).isDirectory() ? jsonFiles(inner) : name.endsWith('.json') ? [inner] : [];
    });
}

function readCase(file: string): CaseFile {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as CaseFile;
  } catch (error) {
    throw new ConfigurationError('FileNotText', { at: file, problem: `case is no JSON: ${(error as Error).message}` });
  }
}
