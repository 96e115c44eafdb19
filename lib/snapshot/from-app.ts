import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { Mesh } from '../mesh/mesh';
import type { MeshConfig } from '../mesh/mesh-config';
import type { Resource } from './resource';
import { Snapshot } from './snapshot';
import { toResources } from './to-resource';

// cdk8s' own brand: `instanceof` fails as soon as two copies of cdk8s are installed.
const API_OBJECT = Symbol.for('cdk8s.ApiObject');

/** Every cdk8s ApiObject below a construct, itself included, in the order of the tree. */
export function apiObjectsOf(scope: IConstruct): ApiObject[] {
  const found: ApiObject[] = [];
  const pending: IConstruct[] = [scope];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (API_OBJECT in next) found.push(next as unknown as ApiObject);
    const { children } = next.node;
    for (let i = children.length - 1; i >= 0; i--) pending.push(children[i]!);
  }
  return found;
}

/**
 * What an App, or a part of it, will synthesise; every resource knows the path of its construct.
 *
 * Reads each object by `toJson`, patches and lazy values included, and never by `Chart.toJson`, which would validate the App
 * again. The mesh settings of the App are read without freezing them.
 *
 * @param read gives an object's manifest
 * @throws ConfigurationError ManifestIncomplete
 */
export function snapshotOf(scope: IConstruct, read: (object: ApiObject) => unknown = toJson): Snapshot {
  const resources: Resource[] = [];
  for (const object of apiObjectsOf(scope)) {
    const origin = Object.freeze({ construct: object.node.path });
    resources.push(
      ...toResources(
        read(object),
        () => object.node.path,
        () => origin,
      ),
    );
  }
  const settings = Mesh.peek(scope);
  const meshConfig: MeshConfig = {
    rootNamespace: settings.rootNamespace,
    trustDomain: settings.trustDomain,
    outboundTrafficPolicy: { mode: settings.outboundTraffic },
  };
  const { clusterDomain, known, complete } = settings;
  return new Snapshot(resources, meshConfig, { clusterDomain, known, complete });
}

function toJson(object: ApiObject): unknown {
  return object.toJson();
}
