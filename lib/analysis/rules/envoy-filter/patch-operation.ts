import { fields, maybe, number, objects, text } from '../../model/json';
import { ENVOY_FILTER } from '../../model/kinds';
import type { Fields, Resource } from '../../../snapshot';
import type { Report, Rule } from '../../rule';

type Problem = Required<Pick<Report, 'code' | 'message'>> & Pick<Report, 'level'>;

const RELATIVE = new Set(['INSERT_BEFORE', 'INSERT_AFTER']);
const ROUTES = new Set(['ROUTE_CONFIGURATION', 'HTTP_ROUTE']);
const REPLACEABLE = new Set(['NETWORK_FILTER', 'HTTP_FILTER', 'VIRTUAL_HOST']);

export const rule: Rule = {
  meta: {
    id: 'patch-operation',
    codes: ['IST0151', 'IST0152', 'IST0153', 'IST0154', 'IST0155'],
    level: 'error',
    description: 'A patch of an EnvoyFilter is ignored, or depends on the order in which filters are applied',
    kinds: [ENVOY_FILTER],
    istioctl: 'envoyfilter.EnvoyPatchAnalyzer',
  },
  check({ ofKind, report }) {
    // Names that earlier patches for certain proxy versions touched, over all filters, as Istio counts them.
    const versioned = new Set<string>();
    for (const resource of ofKind(ENVOY_FILTER)) {
      // The advice is about the filter: several patches that ask for it do not make it more.
      const told = new Set<string>();
      for (const [i, config] of objects(resource.spec.configPatches).entries()) {
        const patch = maybe(config.patch);
        if (!patch) break;
        const name = nameOf(patch, config);
        const problem = problemOf(resource, config, patch, versioned.has(name));
        if (problem && !told.has(problem.code)) {
          told.add(problem.code);
          report({ resource, path: `spec.configPatches[${i}].patch.value`, ...problem });
        }
        if (text(fields(fields(config.match).proxy).proxyVersion) !== '') versioned.add(name);
      }
    }
  },
};

function nameOf(patch: Fields, { match }: Fields): string {
  const value = maybe(patch.value);
  if (!value) return '';
  if (value.name !== undefined) return text(value.name);
  return text(fields(fields(fields(fields(match).listener).filterChain).filter).name);
}

function problemOf({ spec }: Resource, config: Fields, patch: Fields, isVersioned: boolean): Problem | undefined {
  const operation = text(patch.operation);
  const target = text(config.applyTo);
  if (operation === 'ADD' && ROUTES.has(target)) return ignored('IST0153', 'ADD');
  if (operation === 'REMOVE' && ROUTES.has(target)) return ignored('IST0154', 'REMOVE');
  if (operation === 'REPLACE' && !REPLACEABLE.has(target)) {
    return {
      code: 'IST0152',
      message: 'The REPLACE operation is only valid for HTTP_FILTER and NETWORK_FILTER; use MERGE',
    };
  }
  const isRelative = RELATIVE.has(operation) || operation === 'REMOVE' || operation === 'REPLACE';
  if (!isRelative || number(spec.priority) !== 0) return undefined;
  if (!isVersioned) {
    return {
      code: 'IST0151',
      level: 'warning',
      message:
        'This EnvoyFilter does not have a priority and has a relative patch operation set which can cause the EnvoyFilter not ' +
        'to be applied. Using the INSERT_FIRST or ADD option or setting the priority may help in ensuring it is applied correctly.',
    };
  }
  return {
    code: 'IST0155',
    level: 'warning',
    message:
      'This EnvoyFilter does not have a priority and has a relative patch operation and proxyVersion set which can cause the ' +
      'EnvoyFilter not to be applied during an upgrade. Using INSERT_FIRST or ADD, or setting the priority, may help.',
  };
}

function ignored(code: string, operation: string): Problem {
  return {
    code,
    message: `The ${operation} operation will be ignored when applyTo is set to ROUTE_CONFIGURATION, or HTTP_ROUTE; use MERGE, or another applyTo`,
  };
}
