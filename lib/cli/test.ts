/** `cdk8s-istio test CASES PATHS…`: a table of requests with expectations, and what no request reached. */
import {
  coverageOf,
  endText,
  isBlocked,
  mirrorsTo,
  passesThrough,
  reaches,
  redirectsTo,
  responds,
  splitsInto,
  trace,
  type CoverageOf,
  type ReachOptions,
  type Trace,
  type TraceRequest,
} from '../simulation';
import { readMeshConfigFile, readYamlFile, snapshotFromFiles } from '../snapshot';
import { ConfigurationError } from '../errors';
import { misuse, parseArguments } from './arguments';
import { ExitCode } from './exit-code';
import type { Io } from './io';

const COMMAND = 'test';
const HELP = `usage: cdk8s-istio test [--mesh-config FILE] CASES.yaml PATH...

Follows every request of a table and compares what happens with what is expected. CASES.yaml is a list of

  - name: politics leaves through the gateway      # optional
    request: { from: default/curl, url: http://edition.cnn.com/politics, headers: { end-user: jason } }
    expect:
      reach: edition.cnn.com:443                    # host:port or host, with tls, sni, subset
      tls: SIMPLE
      through: istio-egressgateway
      split: { v1: 90, v2: 10 }
      mirror: { to: v2, percent: 25 }
      redirect: https://shop.example/
      respond: 404
      blocked: true

Then it reports the rules, subsets and servers that no request reached.

Exit code: 0 everything as expected, 1 something else, 2 wrong use or unreadable input.
`;

interface Expectation extends ReachOptions {
  readonly reach?: string;
  readonly through?: string;
  readonly split?: Readonly<Record<string, number>>;
  readonly mirror?: { readonly to: string; readonly percent?: number };
  readonly redirect?: string;
  readonly respond?: number;
  readonly blocked?: boolean;
}

interface Case {
  readonly name?: string;
  readonly request: TraceRequest;
  readonly expect: Expectation;
}

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
  const [table, ...paths] = positionals;
  if (table === undefined || paths.length === 0)
    throw misuse(COMMAND, 'takes a table of cases and at least one file or folder');
  const cases = readCases(table);
  const settings = values['mesh-config'] === undefined ? {} : readMeshConfigFile(values['mesh-config']);
  const snapshot = snapshotFromFiles(paths, settings);
  const traces: Trace[] = [];
  let failed = 0;
  cases.forEach((one, index) => {
    const found = trace(snapshot, one.request);
    traces.push(found);
    const wrong = failures(found, one.expect);
    const name = one.name ?? `${index + 1}: ${found.request}`;
    if (wrong.length === 0) {
      io.out(`ok   ${name}\n`);
      return;
    }
    failed++;
    io.out(
      `FAIL ${name}\n     expected to ${wrong.join(', ')}; it ${endText(found.end)}\n${indented(found.explain())}`,
    );
  });
  const coverage = coverageOf(snapshot, traces);
  io.out(`\n${cases.length - failed} of ${cases.length} as expected\n`);
  io.out(line('rules', coverage.rules) + line('subsets', coverage.subsets) + line('servers', coverage.servers));
  return failed === 0 ? ExitCode.CLEAN : ExitCode.FOUND;
}

/** What an expectation asks for and the trace does not do. */
function failures(found: Trace, wanted: Expectation): readonly string[] {
  const out: string[] = [];
  const { reach, through, split, mirror, redirect, respond, blocked, ...options } = wanted;
  if (reach !== undefined && !reaches(found, reach, options))
    out.push(`reach ${reach}${options.tls ? ` in ${options.tls}` : ''}`);
  if (through !== undefined && !passesThrough(found, through)) out.push(`pass through ${through}`);
  if (split !== undefined && !splitsInto(found, split)) out.push(`be split ${JSON.stringify(split)}`);
  if (mirror !== undefined && !mirrorsTo(found, mirror.to, mirror.percent ?? 100))
    out.push(`be mirrored to ${mirror.to}`);
  if (redirect !== undefined && !redirectsTo(found, redirect)) out.push(`be redirected to ${redirect}`);
  if (respond !== undefined && !responds(found, respond)) out.push(`be answered ${respond}`);
  if (blocked !== undefined && isBlocked(found) !== blocked) out.push(blocked ? 'be blocked' : 'get through');
  return out;
}

const KNOWN = new Set([
  'reach',
  'tls',
  'sni',
  'subset',
  'through',
  'split',
  'mirror',
  'redirect',
  'respond',
  'blocked',
]);

function readCases(file: string): readonly Case[] {
  const cases = readYamlFile(file).flatMap((document) =>
    Array.isArray(document) ? (document as unknown[]) : [document],
  );
  return cases.map((value, index) => {
    const one = value as Partial<Case> | null;
    const wrong = (problem: string, given: unknown): ConfigurationError =>
      new ConfigurationError('ConfigMalformed', {
        at: `${file}[${index}]`,
        problem,
        value: given,
        allowed: 'a list of cases with request and expect',
        fix: 'see "cdk8s-istio test --help"',
      });
    if (typeof one?.request !== 'object' || one.request === null) throw wrong('case has no request', value);
    if (typeof one.expect !== 'object' || one.expect === null) throw wrong('case has no expect', value);
    const stranger = Object.keys(one.expect).find((key) => !KNOWN.has(key));
    if (stranger !== undefined) throw wrong(`${stranger} is nothing that can be expected`, stranger);
    if (Object.keys(one.expect).length === 0) throw wrong('case expects nothing', value);
    return one as Case;
  });
}

function line(kind: string, { total, missed }: CoverageOf): string {
  const head = `${kind.padEnd(8)} ${total - missed.length} of ${total} reached\n`;
  return head + missed.map((name) => `         not ${name}\n`).join('');
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '     ');
}
