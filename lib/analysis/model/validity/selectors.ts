/** Which workloads, and which namespaces, a resource is for. */
import { fields, list, maybe, objects, text, texts } from '../json';
import type { Problems } from './problems';
import { isDnsLabel } from './values';

/** exportTo of VirtualService, DestinationRule and ServiceEntry. */
export function checkExportTo(
  problems: Problems,
  options: { isServiceEntry?: boolean; isSelective?: boolean } = {},
): void {
  const { namespace, spec } = problems.resource;
  // Without a namespace in the manifest, "." is whichever one it will be applied to.
  const own = namespace === '' ? '.' : namespace;
  const entries = texts(spec.exportTo);
  const seen = new Set<string>();
  entries.forEach((entry, i) => {
    const path = `spec.exportTo[${i}]`;
    const key = entry === '.' ? own : entry;
    if (seen.has(key)) {
      problems.error(path, `exportTo names "${entry === '.' ? '. and its own namespace' : entry}" twice; remove one`);
    } else if (key === '*' || key === '.' || isDnsLabel(key) || (options.isServiceEntry === true && key === '~'))
      seen.add(key);
    else problems.error(path, `exportTo "${key}" is neither ".", "*" nor a namespace`);
  });
  if (options.isSelective === true && seen.size > 0) {
    if (!seen.has(own)) problems.error('spec.exportTo', 'with a workloadSelector, exportTo may only be "."');
    else if (seen.size > 1) problems.error('spec.exportTo', 'with a workloadSelector, exportTo may have one entry');
  }
  if (seen.has('*') && entries.length > 1) problems.error('spec.exportTo', '"*" in exportTo stands alone');
  if (seen.has('~') && entries.length > 1) problems.error('spec.exportTo', '"~" in exportTo stands alone');
}

/** Labels without wildcards. */
function checkLabels(problems: Problems, labels: unknown, path: string): void {
  for (const [key, value] of Object.entries(fields(labels))) {
    const pair = `${key}=${text(value)}`;
    if (key === '') problems.error(path, `selector "${pair}" has an empty key`);
    if (pair.includes('*')) problems.error(path, `selector "${pair}" has a wildcard, which labels do not match`);
  }
}

/** `workloadSelector.labels` of networking kinds. @returns false where nothing else of the resource is judged */
export function checkWorkloadSelector(problems: Problems): boolean {
  const selector = maybe(problems.resource.spec.workloadSelector);
  if (!selector) return true;
  checkLabels(problems, selector.labels, 'spec.workloadSelector.labels');
  if (problems.hasErrors) return false;
  if (Object.keys(fields(selector.labels)).length === 0) {
    problems.warning(
      'spec.workloadSelector',
      'the selector has no labels, so the whole namespace is selected; leave it out',
    );
  }
  return true;
}

/** A selector with `matchLabels`. */
export function checkSelector(problems: Problems, value: unknown, path = 'spec.selector'): void {
  const selector = maybe(value);
  if (!selector) return;
  checkLabels(problems, selector.matchLabels, `${path}.matchLabels`);
  if (Object.keys(fields(selector.matchLabels)).length > 0) return;
  problems.warning(path, 'the selector has no labels, so every workload of the namespace is selected; leave it out');
}

const TARGETS = new Set([
  'core/Service',
  'networking.istio.io/ServiceEntry',
  'gateway.networking.k8s.io/Gateway',
  'gateway.networking.k8s.io/GatewayClass',
]);

/** selector, targetRef and targetRefs of a policy. */
export function checkTargets(problems: Problems): void {
  const { selector, targetRef, targetRefs } = problems.resource.spec;
  const given = [maybe(selector), maybe(targetRef), list(targetRefs)[0]].filter((one) => one !== undefined);
  if (given.length > 1) problems.error('spec', 'only one of selector, targetRef and targetRefs may be set');
  checkSelector(problems, selector);
  if (maybe(targetRef)) checkTarget(problems, fields(targetRef), 'spec.targetRef');
  objects(targetRefs).forEach((one, i) => checkTarget(problems, one, `spec.targetRefs[${i}]`));
}

function checkTarget(problems: Problems, target: Readonly<Record<string, unknown>>, path: string): void {
  if (text(target.name) === '') problems.error(`${path}.name`, 'the target has no name');
  if (text(target.namespace) !== '') {
    problems.error(`${path}.namespace`, 'the target may not name a namespace: it is in that of the policy');
  }
  const [group, kind] = [text(target.group), text(target.kind)];
  if (TARGETS.has(`${group === '' ? 'core' : group}/${kind}`)) return;
  problems.error(
    path,
    `target "${group}/${kind}" is none of Service, ServiceEntry, Gateway (Gateway API) and GatewayClass`,
  );
}
