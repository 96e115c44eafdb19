// What our checks of one object decide, against Istio's own validation: accepted or refused, and with which warnings.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { judgeCommand } from '../kube/run.mjs';
import { manifestsIn } from './manifests.mjs';
import { Objects } from './objects.mjs';
import { Random } from './random.mjs';
import { answers, istioCommand } from './run.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const KINDS = [
  ...['VirtualService', 'DestinationRule', 'Gateway', 'ServiceEntry', 'Sidecar', 'WorkloadEntry', 'WorkloadGroup'],
  ...['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication', 'Telemetry'],
  ...['WasmPlugin', 'TrafficExtension', 'ProxyConfig', 'EnvoyFilter'],
];
const SEEDS = ['test/istio/fixtures', 'test/kube/fixtures', 'test/analysis/rules', 'examples'];
const SHARED = ['../shared/corpus', '../shared/samples'];

/** Names of classes that Go reads in any case, and Envoy does not: docs/decisions.md. */
const STRICTER = /invalid character class range: `\\[pP]/;
/** How often Istio is asked again about a difference. */
const AGAIN = 40;

/** As the webhook sees it: by then every object has a namespace, whoever leaves it to kubectl. */
function inNamespace(object) {
  const { namespace = 'default', ...metadata } = object.metadata;
  return { ...object, metadata: { ...metadata, namespace } };
}

/** @returns how many objects are judged differently; undefined where Go is missing */
export function compareValidation({ perKind = 1500, seed = 1, show = 15 } = {}) {
  const istio = istioCommand();
  if (!istio) return undefined;
  const require = createRequire(import.meta.url);
  const load = (path) => require(join(root, 'build/lib', path));
  const { analyze, rules } = load('analysis');
  const { checkShape } = load('analysis/shape');
  const { schemaOf, servedVersions } = load('analysis/shape/schema-store');
  const { Snapshot } = load('snapshot');
  const { toResources } = load('snapshot/to-resource');

  const webhook = rules.filter(({ id }) => id.startsWith('valid-') || id === 'webhook-annotation');
  const partsOf = ({ apiVersion, kind }) => [apiVersion.split('/')[0], kind, apiVersion.split('/')[1]];
  const resourceOf = (manifest) =>
    toResources(
      manifest,
      () => manifest.kind,
      () => ({}),
    )[0];
  const shapeErrors = (manifest) => {
    const found = [];
    checkShape(resourceOf(manifest), ({ message }) => found.push(message));
    return found;
  };
  const ours = (manifest) => {
    const found = analyze(new Snapshot([resourceOf(manifest)]), { rules: webhook, shape: false });
    const isError = ({ level }) => level === 'error';
    const warnings = found.filter((one) => !isError(one));
    return {
      errors: found.filter(isError).map(({ message }) => message),
      warnings: warnings.map(({ message }) => message),
      // A code of ours where `istioctl analyze` does not see what the webhook sees.
      codes: warnings.map(({ code }) => (code.startsWith('CIS') ? 'IST0133' : code)),
    };
  };

  const random = new Random(seed);
  const folders = [...SEEDS, ...SHARED].map((folder) => join(root, folder));
  for (const folder of SHARED) if (!existsSync(join(root, folder))) console.log(`${folder} is not there: fewer seeds`);
  const manifests = manifestsIn(folders, new Set(KINDS)).filter((one) => {
    const [group, kind, version] = partsOf(one);
    return servedVersions(group, kind)?.includes(version);
  });

  const [kept, refused] = [[], []];
  for (const kind of KINDS) {
    const seeds = manifests.filter((one) => one.kind === kind && shapeErrors(one).length === 0);
    if (seeds.length === 0) throw new Error(`no valid ${kind}; add one to test/istio/fixtures`);
    const objects = new Objects(random, (one) => schemaOf(...partsOf(one)).schema, seeds);
    const enough = kept.length + seeds.length + perKind;
    kept.push(...seeds);
    // An object that the API server refuses never reaches the webhook.
    for (let tries = perKind * 40; kept.length < enough && tries > 0; tries--) {
      const object = objects.next();
      (shapeErrors(object).length === 0 ? kept : refused).push(object);
    }
  }

  const differences = compareSchemas(kept, refused, shapeErrors);
  const table = Object.fromEntries(KINDS.map((kind) => [kind, { compared: 0, refused: 0, warned: 0, differ: 0 }]));
  const created = kept.map(inNamespace);
  const judged = answers([...istio, 'validate'], created);
  created.forEach((manifest, i) => {
    const row = table[manifest.kind];
    row.compared += 1;
    if (!judged[i].accepted) row.refused += 1;
    if (warningsOf(judged[i]).length > 0) row.warned += 1;
    const mine = ours(manifest);
    if (isSame(judged[i], mine)) return;
    // Istio walks maps in any order, and some of its verdicts depend on it: ours is to be one of them.
    const again = answers([...istio, 'validate'], Array(AGAIN).fill(manifest));
    if (again.some((one) => isSame(one, mine))) return;
    row.differ += 1;
    differences.push([manifest, `Istio ${told(judged[i])}`, `we: ${told(mine)}`]);
  });
  console.table(table);
  for (const [manifest, theirs, own] of differences.slice(0, show)) {
    console.log(`differs:\n  ${theirs}\n  ${own}\n  ${JSON.stringify(manifest).slice(0, 1500)}`);
  }
  console.log(
    `istio:fuzz validate: ${kept.length} objects of ${KINDS.length} kinds that the API server accepts, ${refused.length} that it refuses (seed ${seed}): ${differences.length} judged differently`,
  );
  return differences.length;
}

/** Whether the schema lets an object through is the API server's to say. */
function compareSchemas(kept, refused, shapeErrors) {
  const kube = [...judgeCommand(), '-lines'];
  const differences = [];
  answers(kube, kept).forEach((reasons, i) => {
    if (reasons.length > 0) differences.push([kept[i], `API server refuses: ${reasons[0]}`, 'our schema accepts']);
  });
  answers(kube, refused).forEach((reasons, i) => {
    if (reasons.length > 0) return;
    differences.push([refused[i], 'API server accepts', `our schema refuses: ${shapeErrors(refused[i])[0]}`]);
  });
  return differences;
}

function isSame(theirs, mine) {
  // The webhook warns only of what it accepts.
  if (!theirs.accepted) return mine.errors.length > 0;
  if (mine.errors.length > 0) return mine.errors.every((one) => STRICTER.test(one));
  const codes = warningsOf(theirs).map(codeOf);
  return codes.sort().join() === mine.codes.sort().join();
}

/** One text is one finding. */
function warningsOf({ warnings }) {
  return [...new Set(warnings)];
}

function told({ errors, warnings }) {
  return errors.length > 0 ? `refuses: ${errors[0]}` : `accepts; warnings: ${warnings.join(' | ') || 'none'}`;
}

/** Code that `istioctl analyze` gives a warning of the webhook. */
function codeOf(warning) {
  if (!warning.startsWith('virtualService rule ')) return 'IST0133';
  return / match .* is not used \(duplicate/.test(warning) ? 'IST0131' : 'IST0130';
}
