/** From a manifest, whoever wrote it, to a Resource. */
import { ConfigurationError } from '../errors';
import type { Fields, Origin, Resource } from './resource';

/** Kinds that live in no namespace, by kind name: a namespace written on them means nothing. */
const CLUSTER_SCOPED = new Set([
  'APIService',
  'CertificateSigningRequest',
  'ClusterIssuer',
  'ClusterRole',
  'ClusterRoleBinding',
  'ClusterTrustBundle',
  'CSIDriver',
  'CSINode',
  'CustomResourceDefinition',
  'FlowSchema',
  'GatewayClass',
  'IngressClass',
  'MutatingWebhookConfiguration',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass',
  'PriorityLevelConfiguration',
  'RuntimeClass',
  'StorageClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'VolumeAttachment',
]);

const NOTHING: Fields = Object.freeze({});

/** Whether a value is a JSON object. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The resources of one manifest: itself, or the items of a List.
 *
 * @param where what an error names: a construct path, or file and line
 * @throws ConfigurationError ManifestNotObject, ManifestIncomplete
 */
export function toResources(manifest: unknown, where: () => string, originOf: (prefix: string) => Origin): Resource[] {
  return expand(manifest, where, '', originOf);
}

function expand(
  manifest: unknown,
  where: () => string,
  prefix: string,
  originOf: (prefix: string) => Origin,
): Resource[] {
  if (!isFields(manifest)) {
    throw new ConfigurationError('ManifestNotObject', {
      at: where(),
      problem: `${prefix === '' ? 'document' : prefix} is no Kubernetes object`,
      value: manifest,
    });
  }
  const { kind, apiVersion } = manifest;
  if (typeof kind !== 'string' || kind === '') throw incomplete('kind', where, prefix, kind);
  if (typeof apiVersion !== 'string' || apiVersion === '') throw incomplete('apiVersion', where, prefix, apiVersion);
  if (kind.endsWith('List') && Array.isArray(manifest.items)) {
    return manifest.items.flatMap((item, i) =>
      expand(
        withTypeOfList(item, kind, apiVersion),
        where,
        `${prefix === '' ? '' : `${prefix}.`}items[${i}]`,
        originOf,
      ),
    );
  }
  if (kind === 'List') {
    // An empty list, as Go writes one.
    if (manifest.items === undefined || manifest.items === null) return [];
    throw new ConfigurationError('ManifestNotObject', {
      at: where(),
      problem: `${prefix === '' ? '' : `${prefix}.`}items is no list`,
      value: manifest.items,
    });
  }
  // Settings of kustomize, not an object of a cluster; found in most folders of manifests.
  if (apiVersion.startsWith('kustomize.config.k8s.io/')) return [];
  const metadata = isFields(manifest.metadata) ? manifest.metadata : NOTHING;
  const name = textOf(metadata.name) || textOf(metadata.generateName);
  // Input of `istioctl install`, which never reaches a cluster; with a name it may hold mesh settings of an operator.
  if (name === '' && kind === 'IstioOperator' && apiVersion.startsWith('install.istio.io/')) return [];
  if (name === '') throw incomplete('metadata.name', where, prefix, metadata.name);
  const { group, version } = groupVersionOf(apiVersion);
  return [
    Object.freeze({
      group,
      version,
      kind,
      namespace: CLUSTER_SCOPED.has(kind) ? '' : textOf(metadata.namespace),
      name,
      labels: textsOf(metadata.labels),
      annotations: textsOf(metadata.annotations),
      spec: isFields(manifest.spec) ? manifest.spec : NOTHING,
      manifest,
      origin: originOf(prefix),
    }),
  ];
}

let lastSplit = { apiVersion: 'v1', group: '', version: 'v1' };

/** Most resources have the group of the one before them, and then share its text too. */
function groupVersionOf(apiVersion: string): typeof lastSplit {
  if (apiVersion !== lastSplit.apiVersion) {
    const slash = apiVersion.indexOf('/');
    const group = slash < 0 ? '' : apiVersion.slice(0, slash);
    lastSplit = { apiVersion, group, version: apiVersion.slice(slash + 1) };
  }
  return lastSplit;
}

/** The items of a typed list, e.g. `ServiceList`, may leave out what the list says already. */
function withTypeOfList(item: unknown, kind: string, apiVersion: string): unknown {
  if (kind === 'List' || !isFields(item) || item.kind !== undefined) return item;
  return { apiVersion, kind: kind.slice(0, -'List'.length), ...item };
}

function incomplete(field: string, where: () => string, prefix: string, value?: unknown): ConfigurationError {
  const problem = `${prefix === '' ? 'document' : prefix} has no ${field}`;
  // An unquoted `on` or `no` is a boolean: without the value nobody would see why the name is missing.
  const given = value === undefined || value === null ? {} : { value };
  return new ConfigurationError('ManifestIncomplete', { at: where(), problem, ...given });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

const NO_TEXTS: Readonly<Record<string, string>> = Object.freeze(Object.create(null) as Record<string, string>);

function textsOf(value: unknown): Readonly<Record<string, string>> {
  if (!isFields(value)) return NO_TEXTS;
  const texts = Object.create(null) as Record<string, string>;
  // What is no text is a finding of the shape layer; here it would only make every rule check types again.
  for (const key of Object.keys(value)) if (typeof value[key] === 'string') texts[key] = value[key];
  return Object.freeze(texts);
}
