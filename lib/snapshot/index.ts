export { apiObjectsOf, snapshotOf } from './from-app';
export { MESH_FACTS, readMeshConfigFile } from './mesh-config-file';
export { readMeshNetworksFile } from './mesh-networks';
export {
  readYamlFile,
  snapshotFromFiles,
  snapshotFromYaml,
  type SnapshotFromFilesOptions,
  type SnapshotFromYamlOptions,
  type SnapshotOptions,
} from './read';
export type { Fields, Origin, Position, Resource, ResourceId } from './resource';
export { Snapshot, kindKey, type KindKey, type MeshFacts } from './snapshot';
