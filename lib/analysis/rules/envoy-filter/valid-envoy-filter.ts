import { fields, maybe, objects, text } from '../../model/json';
import { ENVOY_FILTER } from '../../model/kinds';
import type { Problems } from '../../model/validity/problems';
import { compiles } from '../../model/validity/regex';
import { ruleOfKind } from '../../model/validity/rule-of-kind';
import { checkWorkloadSelector } from '../../model/validity/selectors';
import type { Fields } from '../../../snapshot';
import { checkFilterMatch } from './validity/filter-match';
import { checkPatchValue } from './validity/patch-value';

const LONGEST_VERSION = 1024;
const LISTENERS = new Set(['LISTENER', 'FILTER_CHAIN', 'NETWORK_FILTER', 'HTTP_FILTER']);
const ROUTES = new Set(['ROUTE_CONFIGURATION', 'VIRTUAL_HOST', 'HTTP_ROUTE']);

export const rule = ruleOfKind('valid-envoy-filter', ENVOY_FILTER, (problems) => {
  if (!checkWorkloadSelector(problems)) return;
  problems.warning(
    'spec',
    "EnvoyFilter exposes internal implementation details that may change at any time; prefer Istio's other kinds",
  );
  objects(problems.resource.spec.configPatches).forEach((patch, i) =>
    checkPatch(problems, patch, `spec.configPatches[${i}]`),
  );
});

function checkPatch(problems: Problems, config: Fields, path: string): void {
  const match = fields(config.match);
  if (match.context === 'WAYPOINT') return;
  const target = text(config.applyTo);
  const missing = missingProblem(target, maybe(config.patch));
  if (missing) {
    problems.error(`${path}.${missing[0]}`, missing[1]);
    return;
  }
  if (!checkVersion(problems, text(fields(match.proxy).proxyVersion), `${path}.match.proxy.proxyVersion`)) return;
  const given = ['listener', 'routeConfiguration', 'cluster', 'waypoint'].find((name) => maybe(match[name]));
  const asked = LISTENERS.has(target)
    ? 'listener'
    : ROUTES.has(target)
      ? 'routeConfiguration'
      : target === 'CLUSTER'
        ? 'cluster'
        : undefined;
  if (given !== undefined && asked !== undefined && given !== asked) {
    problems.error(`${path}.match.${given}`, `a patch of ${asked} objects cannot match by ${given}`);
    return;
  }
  if (asked === 'listener' && !checkFilterMatch(problems, match, target, `${path}.match`)) return;
  checkPatchValue(problems, target, fields(config.patch).value, `${path}.patch.value`);
}

function missingProblem(target: string, patch: Fields | undefined): [path: string, problem: string] | undefined {
  if (target === '' || target === 'INVALID') return ['applyTo', 'applyTo is missing'];
  if (!patch) return ['patch', 'patch is missing'];
  const operation = text(patch.operation);
  if (operation === '' || operation === 'INVALID') return ['patch.operation', 'the operation of the patch is missing'];
  if (operation !== 'REMOVE' && !maybe(patch.value)) return ['patch.value', 'every operation but REMOVE needs a value'];
  return undefined;
}

/** @returns false where the patch is not judged further */
function checkVersion(problems: Problems, version: string, path: string): boolean {
  if (Buffer.byteLength(version) > LONGEST_VERSION) {
    problems.warning(path, `proxyVersion has over ${LONGEST_VERSION} bytes and is ignored`);
    return true;
  }
  const reason = version === '' ? undefined : compiles(version);
  if (reason !== undefined) problems.error(path, `proxyVersion is no RE2 expression: ${reason}`);
  return reason === undefined;
}
