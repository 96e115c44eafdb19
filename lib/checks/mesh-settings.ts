import type { IConstruct } from 'constructs';
import { Mesh } from '../mesh/mesh';

/**
 * The mesh settings of an App as a file for `cdk8s-istio check --mesh-config`: Istio's MeshConfig, and in a second document,
 * which Istio's own tools do not read, what MeshConfig has no field for.
 */
export function meshSettingsFile(app: IConstruct): string {
  const { rootNamespace, trustDomain, outboundTraffic, clusterDomain, known, complete } = Mesh.peek(app);
  const lines = [
    `rootNamespace: ${quoted(rootNamespace)}`,
    `trustDomain: ${quoted(trustDomain)}`,
    'outboundTrafficPolicy:',
    `  mode: ${outboundTraffic}`,
    '---',
    'apiVersion: cdk8s-istio/v1',
    `clusterDomain: ${quoted(clusterDomain)}`,
    known.length === 0 ? 'known: []' : 'known:',
    ...known.map(
      ({ kind, namespace, name }) =>
        `  - { kind: ${quoted(kind)}, namespace: ${quoted(namespace)}, name: ${quoted(name)} }`,
    ),
    `complete: [${complete.map(quoted).join(', ')}]`,
  ];
  return `${lines.join('\n')}\n`;
}

/** A JSON string is a YAML string, whatever it holds. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
