import type { Resource } from '../../snapshot';
import type { Report } from '../rule';
import { describe } from './describe-error';
import { isExperimentalField, isExperimentalVersion } from './experimental';
import { metadataProblems } from './metadata';
import { nearest } from './nearest';
import { prepared } from './prepare';
import { successorOf } from './removed-kinds';
import { schemaOf, servedVersions, type SchemaError } from './schema-store';
import { walk } from './walk';

/** Codes of what the API server refuses. */
export const SHAPE_CODES = {
  unknownField: 'CIS0101',
  schema: 'CIS0102',
  rule: 'CIS0103',
  version: 'CIS0104',
  removedKind: 'CIS0105',
} as const;

/** Groups whose kinds are all known, so that another kind of them is a mistake. */
const WHOLE_GROUPS = new Set(['networking.istio.io', 'security.istio.io', 'telemetry.istio.io', 'extensions.istio.io']);

function article(kind: string): string {
  return /^[AEIOU]/.test(kind) ? 'an' : 'a';
}

/**
 * Reports what the API server would refuse in one resource of Istio, Gateway API (standard channel; what the experimental one
 * adds is information) or cert-manager: a version that is not served, unknown fields, types, enums, patterns, limits, list types
 * and CEL rules, after defaults were filled in.
 */
export function checkShape(resource: Resource, report: (report: Report) => void): void {
  const { group, kind, version } = resource;
  const served = servedVersions(group, kind);
  if (!served) {
    const successor = successorOf(group, kind);
    if (successor) {
      const message = `${kind} was removed from Istio; write ${article(successor)} ${successor} instead`;
      report({ resource, code: SHAPE_CODES.removedKind, level: 'error', message, path: 'kind' });
    } else if (WHOLE_GROUPS.has(group)) {
      const message = `${group} has no kind ${kind}; correct kind or apiVersion`;
      report({ resource, code: SHAPE_CODES.version, level: 'error', message, path: 'kind' });
    }
    return;
  }
  if (!served.includes(version)) {
    if (isExperimentalVersion(group, kind, version)) {
      const message = `${kind} is served as ${version} by the experimental channel of the Gateway API alone, and by its releases before 1.6; newer ones serve ${served.join(', ')}`;
      report({ resource, code: SHAPE_CODES.version, level: 'info', message, path: 'apiVersion' });
      return;
    }
    const meant = nearest(version, served) ?? served[0];
    const message = `${kind} is not served as ${group}/${version}; write ${group}/${String(meant)} (served: ${served.join(', ')})`;
    report({ resource, code: SHAPE_CODES.version, level: 'error', message, path: 'apiVersion' });
    return;
  }
  checkSchema(resource, report);
}

function checkSchema(resource: Resource, report: (report: Report) => void): void {
  for (const { path, message, unknownField } of metadataProblems(resource.manifest.metadata)) {
    const code = unknownField ? SHAPE_CODES.unknownField : SHAPE_CODES.schema;
    report({ resource, code, level: 'error', message, path });
  }
  const { schema, validate } = schemaOf(resource.group, resource.kind, resource.version);
  const manifest = prepared(resource.manifest, schema);
  if (!validate(manifest)) {
    for (const error of telling(validate.errors ?? [])) {
      const { path, message, unknownField } = describe(error, manifest, schema);
      if (unknownField && isExperimentalField(resource.group, resource.kind, path)) {
        const note = `${path} is a field of the Gateway API's experimental channel: the API server of the standard channel refuses it`;
        report({ resource, code: SHAPE_CODES.unknownField, level: 'info', message: note, path });
        continue;
      }
      const code = unknownField ? SHAPE_CODES.unknownField : SHAPE_CODES.schema;
      report({ resource, code, level: 'error', message, ...(path === '' ? {} : { path }) });
    }
    return;
  }
  walk(manifest, schema, ({ path, message, by }) => {
    const code = by === 'cel' ? SHAPE_CODES.rule : SHAPE_CODES.schema;
    report({ resource, code, level: 'error', message: `${path}: ${message}`, ...(path === '' ? {} : { path }) });
  });
}

/** One mistake is told once: not what each failed alternative lacks, and not the missing field that an unknown one was meant to be. */
function telling(errors: readonly SchemaError[]): readonly SchemaError[] {
  const whole = new Set(errors.filter((one) => /^(any|one)Of$|^not$/.test(one.keyword)).map((one) => one.instancePath));
  const unknown = errors.filter((one) => one.keyword === 'additionalProperties');
  const told = errors.filter((one) => {
    if (/\/(?:any|one)Of\/\d+\//.test(one.schemaPath)) return false;
    if (one.keyword === 'required') {
      const missing = String(one.params.missingProperty);
      const meant = unknown.some(
        ({ instancePath, params }) =>
          instancePath === one.instancePath && nearest(String(params.additionalProperty), [missing]) === missing,
      );
      if (meant) return false;
    }
    return !whole.has(one.instancePath) || /Of$|^not$|^additionalProperties$|^type$/.test(one.keyword);
  });
  return told.length > 0 ? told : errors;
}
