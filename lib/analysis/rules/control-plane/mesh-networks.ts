import { isWhole } from '../../model/certainty';
import { fields, objects, text } from '../../model/json';
import { MESH_NETWORKS, SECRET } from '../../model/kinds';
import { rootNamespace } from '../../model/server-mtls';
import type { Rule } from '../../rule';

const REMOTE_CLUSTER = 'istio/multiCluster';

export const rule: Rule = {
  meta: {
    id: 'mesh-networks',
    codes: ['IST0126'],
    level: 'error',
    description: 'MeshNetworks names a registry that is neither of Istio nor of a remote cluster',
    kinds: [MESH_NETWORKS, SECRET],
    istioctl: 'meshnetworks.MeshNetworksAnalyzer',
  },
  check(context) {
    const registries = new Set(['Mock', 'Kubernetes', 'External']);
    for (const { labels, manifest } of context.ofKind(SECRET)) {
      if (labels[REMOTE_CLUSTER] !== 'true') continue;
      for (const cluster of Object.keys({ ...fields(manifest.data), ...fields(manifest.stringData) }))
        registries.add(cluster);
    }
    // Secrets of remote clusters lie beside istiod.
    if (!isWhole(context, rootNamespace(context.snapshot.meshConfig.rootNamespace))) return;
    for (const resource of context.ofKind(MESH_NETWORKS)) {
      for (const [network, value] of Object.entries(fields(resource.spec.networks))) {
        objects(fields(value).endpoints).forEach(({ fromRegistry }, i) => {
          const registry = text(fromRegistry);
          if (registry === '' || registries.has(registry)) return;
          context.report({
            resource,
            path: `networks.${network}.endpoints[${i}].fromRegistry`,
            message: `Unknown service registry ${registry} in network ${network}; name a cluster as its remote Secret does, or Kubernetes`,
          });
        });
      }
    }
  },
};
