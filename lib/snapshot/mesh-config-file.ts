/** Istio's MeshConfig from a file, and what this library adds to it. */
import { ConfigurationError } from '../errors';
import type { MeshConfig } from '../mesh/mesh-config';
import type { DocumentText } from './documents';
import { parseDocument } from './from-yaml';
import { documentsOf, type SnapshotOptions } from './read';
import { isFields } from './to-resource';
import type { Fields } from './resource';

/** apiVersion of the second document, in which an App says what Istio's MeshConfig has no field for. */
export const MESH_FACTS = 'cdk8s-istio/v1';

/**
 * Reads mesh settings: Istio's MeshConfig itself, the ConfigMap that holds it (`data.mesh`), or an IstioOperator or Istio
 * (`spec.meshConfig`, `spec.values.meshConfig`). A second document of this library adds the cluster's domain, what is
 * known to exist, and namespaces that are complete.
 *
 * @throws ConfigurationError MeshConfigMalformed, FileUnreadable, FileNotText, YamlMalformed
 */
export function readMeshConfigFile(path: string): SnapshotOptions {
  let options: SnapshotOptions = {};
  for (const document of documentsOf(path)) {
    const value = parseDocument(document);
    if (!isFields(value)) throw malformed(path, 'is no mapping', value);
    options =
      value.apiVersion === MESH_FACTS
        ? { ...options, ...factsOf(value, path) }
        : { ...options, meshConfig: meshConfigOf(value, document) };
  }
  return options;
}

function meshConfigOf(value: Fields, document: DocumentText): MeshConfig {
  if (value.kind === undefined) return value;
  const data = isFields(value.data) ? value.data.mesh : undefined;
  if (typeof data === 'string') {
    const held = parseDocument({ ...document, text: data });
    if (isFields(held)) return held;
  }
  const spec = isFields(value.spec) ? value.spec : {};
  const values = isFields(spec.values) ? spec.values : {};
  for (const held of [spec.meshConfig, values.meshConfig]) if (isFields(held)) return held;
  throw malformed(document.file, `a ${String(value.kind)} without mesh settings`, value.kind);
}

function factsOf(value: Fields, path: string): SnapshotOptions {
  const { clusterDomain, known = [], complete = [] } = value;
  if (!Array.isArray(known)) throw malformed(path, 'known is no list', known);
  if (!Array.isArray(complete) || !complete.every((one) => typeof one === 'string')) {
    throw malformed(path, 'complete is no list of namespaces', complete);
  }
  return {
    ...(typeof clusterDomain === 'string' ? { clusterDomain } : {}),
    known: known.map((one: unknown) => {
      if (!isFields(one)) throw malformed(path, 'known holds what is no resource', one);
      return { kind: String(one.kind), namespace: String(one.namespace), name: String(one.name) };
    }),
    complete,
  };
}

function malformed(path: string, problem: string, value: unknown): ConfigurationError {
  return new ConfigurationError('MeshConfigMalformed', { at: path, problem, value });
}
