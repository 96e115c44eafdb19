/** `cdk8s-istio check PATHS…`: what is wrong with manifests. */
import { analyze, describeCode } from '../analysis';
import { piecewise } from '../report';
import { readMeshConfigFile, readMeshNetworksFile, snapshotFromFiles } from '../snapshot';
import { checkOptions } from './check-options';
import { ExitCode } from './exit-code';
import { limitHeapGrowth } from './heap-growth';
import type { Io } from './io';
import { Progress } from './progress';
import { versionOf } from './version';

const HELP = `usage: cdk8s-istio check [OPTIONS] PATH...

Reports what the API server, istiod and traffic itself would object to. A PATH is a YAML or JSON file, a folder, or - for
standard input.

  -o, --output FORMAT    text (default), json, sarif or github
  --level LEVEL          report nothing below error, warning or info (default)
  --suppress CODE=REASON accept a finding everywhere; may be repeated
  --config FILE          YAML with level, closed, suppress (list of code, reason, resource),
                         meshConfig and meshNetworks
  --mesh-config FILE     Istio's MeshConfig
  --mesh-networks FILE   Istio's MeshNetworks
  --closed               what is not in the files does not exist (default)
  --open                 the files are part of a cluster
  -h, --help             this text

Exit code: 0 nothing found, 1 findings, 2 wrong use or unreadable input.
`;

/** @returns an {@link ExitCode} */
export function run(args: readonly string[], io: Io): number {
  const options = checkOptions(args);
  if (options.help) {
    io.out(HELP);
    return ExitCode.CLEAN;
  }
  const progress = new Progress(io);
  const settings = options.meshConfig === undefined ? {} : readMeshConfigFile(options.meshConfig);
  const snapshot = snapshotFromFiles(options.paths, {
    ...settings,
    ...(options.meshNetworks === undefined ? {} : { meshNetworks: readMeshNetworksFile(options.meshNetworks) }),
    onProgress: (resources) => {
      limitHeapGrowth(resources);
      progress.show(`read ${resources} resources`);
    },
  });
  progress.show(`checking ${snapshot.resources.length} resources`);
  const { closed, level, suppress } = options;
  const findings = analyze(snapshot, { closed, level, suppress });
  progress.clear();
  const checked = snapshot.resources.length;
  const info = { checked, version: versionOf(), describe: describeCode, color: io.color };
  write(piecewise[options.output](findings, info), io);
  return findings.length === 0 ? ExitCode.CLEAN : ExitCode.FOUND;
}

/** One write for each piece would take longer than the check. */
const WRITTEN_AT_ONCE = 256 * 1024;

function write(pieces: Iterable<string>, io: Io): void {
  let pending = '';
  for (const piece of pieces) {
    pending += piece;
    if (pending.length < WRITTEN_AT_ONCE) continue;
    io.out(pending);
    pending = '';
  }
  io.out(pending);
}
