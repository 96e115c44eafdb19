/**
 * Istio's MeshNetworks: no object of the API server, but a text in the ConfigMap of istiod. In a snapshot it is a resource of its
 * own, by the name that istioctl gives it.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshNetworks
 */
import { ConfigurationError } from '../errors';
import { parseDocument } from './from-yaml';
import { locate } from './positions';
import { documentsOf } from './read';
import type { Fields, Origin, Resource } from './resource';
import { isFields } from './to-resource';

const NONE: Readonly<Record<string, string>> = Object.freeze(Object.create(null) as Record<string, string>);

/**
 * Reads MeshNetworks as such, or from the ConfigMap that holds it (`data.meshNetworks`).
 *
 * @throws ConfigurationError MeshNetworksMalformed, FileUnreadable, FileNotText, YamlMalformed
 */
export function readMeshNetworksFile(path: string): Resource {
  const [document, ...more] = documentsOf(path);
  if (!document || more.length > 0) throw malformed(path, 'is not one document');
  const value = parseDocument(document);
  if (!isFields(value)) throw malformed(path, 'is no mapping', value);
  const held = isFields(value.data) ? value.data.meshNetworks : undefined;
  const networks = typeof held === 'string' ? parseDocument({ ...document, text: held }) : value;
  if (!isFields(networks) || !isFields(networks.networks)) throw malformed(path, 'has no networks', networks);
  return resourceOf(networks, {
    file: path,
    line: document.line,
    // A text within the ConfigMap has no lines of its own.
    locate: (field) => locate(document, typeof held === 'string' ? 'data.meshNetworks' : field),
  });
}

function resourceOf(spec: Fields, origin: Origin): Resource {
  return Object.freeze({
    group: '',
    version: 'v1alpha1',
    kind: 'MeshNetworks',
    namespace: 'istio-system',
    name: 'meshnetworks',
    labels: NONE,
    annotations: NONE,
    spec,
    manifest: spec,
    origin,
  });
}

function malformed(path: string, problem: string, value?: unknown): ConfigurationError {
  return new ConfigurationError('MeshNetworksMalformed', {
    at: path,
    problem,
    ...(value === undefined ? {} : { value }),
  });
}
