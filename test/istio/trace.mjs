// Where requests go, against what Istio's own code says: recorded cases of ../shared/oracle with changed manifests and requests.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments, stringify } from 'yaml';
import { hasGo } from '../../imports/crds.mjs';
import { Random } from './random.mjs';
import { changedManifests, changedRequests } from './trace-scenes.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const RECORDED = join(root, '../shared/oracle/cases');
/** What the judge does not know (trace/main.go), or what is not about the choice of a route. */
const UNKNOWN_KINDS = new Set([
  'EnvoyFilter',
  'WasmPlugin',
  'Ingress',
  'HTTPRoute',
  'GRPCRoute',
  'TLSRoute',
  'TCPRoute',
]);
const ENDED_ELSEWHERE = /jwt|rbac|CORS|fault/i;
/** How often Istio is asked again about a difference: some of its answers follow the order of a Go map. */
const AGAIN = 8;

/** @returns how many requests go elsewhere; undefined where Go is missing */
export function compareTraces({ scenes = 500, seed = 1, show = 10 } = {}) {
  if (!existsSync(RECORDED)) {
    console.log('istio:fuzz trace skipped: ../shared/oracle is absent');
    return 0;
  }
  const judge = judgeOfTraces();
  if (!judge) return undefined;
  const require = createRequire(import.meta.url);
  const { answersFor } = require(join(root, 'build/lib/simulation'));
  const { snapshotFromYaml } = require(join(root, 'build/lib/snapshot'));

  const random = new Random(seed);
  const recorded = trusted(recordedCases(), judge);
  const asked = Array.from({ length: scenes }, (_, index) => {
    const { id, proxies, meshConfig, manifests, requests } = random.pick(recorded);
    const changed = changedManifests(manifests, random);
    return {
      ...{ id: `${id} ${index}`, proxies, ...(meshConfig && { meshConfig }), manifests: changed },
      requests: changedRequests(requests, changed, random),
    };
  });
  const theirs = answersOf(judge, asked);
  const count = { same: 0, different: 0, notJudged: 0 };
  const differences = [];
  for (const scene of asked) {
    const answer = theirs.get(scene.id);
    if (!answer || answer.error || answer.refused) {
      count.notJudged += scene.requests.length;
      continue;
    }
    const yaml = scene.manifests.map((one) => stringify(one, { version: '1.1' })).join('---\n');
    const ours = answersFor(scene, snapshotFromYaml(yaml, { meshConfig: scene.meshConfig ?? {} }));
    for (const request of scene.requests) {
      const [expected, actual] = [answer.verdicts[request.id], ours.get(request.id)];
      const judgement = judgementOf(expected, actual, request);
      if (judgement === 'different') differences.push({ scene, request, expected, actual });
      else count[judgement]++;
    }
  }
  for (const difference of differences) {
    const judgement = judgedAgain(judge, difference);
    count[judgement]++;
    if (judgement !== 'different' || count.different > show) continue;
    const { scene, request, expected, actual } = difference;
    console.log(
      `${scene.id}: ${JSON.stringify(request)}\n  Istio ${essenceOf(expected)}${expected.reason ? `: ${expected.reason}` : ''}\n  ours  ${essenceOf(fromOurs(actual))}`,
    );
  }
  const { same, different, notJudged } = count;
  console.log(`istio:fuzz trace: ${same} requests go the same way, ${different} another one, ${notJudged} not judged`);
  return different;
}

/** @returns the name of the count that it belongs to */
function judgementOf(expected, actual, request) {
  if (!isComparable(expected, actual, request)) return 'notJudged';
  return essenceOf(expected) === essenceOf(fromOurs(actual)) ? 'same' : 'different';
}

/** Of objects of one age Istio takes either, as it happens to find them; ours is to be one of its answers. */
function judgedAgain(judge, { scene, request, actual }) {
  const again = Array.from({ length: AGAIN }, (_, index) => ({ ...scene, id: String(index), requests: [request] }));
  const judgements = [...answersOf(judge, again).values()].flatMap(({ verdicts }) =>
    verdicts ? [judgementOf(verdicts[request.id], actual, request)] : [],
  );
  return ['same', 'notJudged'].find((one) => judgements.includes(one)) ?? 'different';
}

function recordedCases() {
  return ['egress', 'ingress', 'routing'].flatMap((group) =>
    readdirSync(join(RECORDED, group))
      .filter((file) => file.endsWith('.json'))
      .sort()
      .map((file) => {
        const recorded = JSON.parse(readFileSync(join(RECORDED, group, file), 'utf8'));
        const manifests = recorded.manifests.flatMap((name) =>
          parseAllDocuments(readFileSync(join(RECORDED, group, name), 'utf8')).flatMap((one) => one.toJS() ?? []),
        );
        const requests = recorded.requests
          .filter(({ direction }) => direction !== 'inbound')
          .map(({ alpn, ...rest }) => ({ ...rest, ...(alpn && { alpn: [alpn].flat() }) }));
        return { ...recorded, manifests, requests };
      })
      .filter(
        ({ manifests }) =>
          !manifests.some(
            ({ kind, apiVersion }) => UNKNOWN_KINDS.has(kind) || /gateway\.networking\.k8s/.test(apiVersion),
          ),
      ),
  );
}

/** The recorded requests for which the judge agrees with the recording: it knows what these are about. */
function trusted(cases, judge) {
  const answers = answersOf(judge, cases);
  return cases
    .map(({ requests, ...rest }) => ({
      ...rest,
      requests: requests.filter(({ id, verdict }) => {
        const answer = answers.get(rest.id)?.verdicts?.[id];
        return (
          answer &&
          !answer.filters &&
          !answer.missing &&
          essenceOf(answer, false) === essenceOf(fromOurs(verdict), false)
        );
      }),
    }))
    .filter(({ requests }) => requests.length > 0);
}

function fromOurs({ outcome, status, cluster, weights, mirrors, rule }) {
  return { outcome, status, clusters: weights ?? (cluster === undefined ? {} : { [cluster]: 100 }), mirrors, rule };
}

function essenceOf({ outcome, status, clusters = {}, mirrors = {}, rule }, withRule = true) {
  if (outcome === 'refused') return outcome;
  if (outcome === 'answered') return `${outcome} ${status}`;
  const names = (of) => Object.keys(of).sort().join(' ');
  return [outcome, names(clusters), names(mirrors), withRule ? (rule ?? '') : ''].join('; ');
}

function isComparable(expected, actual, { headers }) {
  if (!expected || expected.filters || !actual || actual.outcome === 'unsupported') return false;
  // Envoy answers for a cluster that is missing; a gRPC caller gets every answer with status 200.
  if (expected.missing || /grpc/.test(headers?.['content-type'] ?? '')) return false;
  return actual.fault === undefined && !ENDED_ELSEWHERE.test(actual.details ?? '');
}

function judgeOfTraces() {
  if (!hasGo()) return undefined;
  const cache = join(root, 'node_modules/.cache/istio');
  mkdirSync(cache, { recursive: true });
  const binary = join(cache, 'istio-trace');
  execFileSync('go', ['build', '-o', binary, '.'], {
    cwd: join(here, 'trace'),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return binary;
}

/** Istio's fakes may end the whole program on a mesh that they do not like; that one is left out. */
function answersOf(judge, cases) {
  const answers = new Map();
  for (let next = 0; next < cases.length; next++) {
    const input = cases.slice(next).map((one) => `${JSON.stringify(one)}\n`);
    const { stdout } = spawnSync(judge, { input: input.join(''), encoding: 'utf8', maxBuffer: 2 ** 30 });
    for (const line of stdout.split('\n').filter((one) => one !== '')) {
      const answer = JSON.parse(line);
      answers.set(answer.id, answer);
      next++;
    }
  }
  return answers;
}
