export type { Fields, Origin, Resource, ResourceId } from './resource';
export { Snapshot, kindKey, type KindKey } from './snapshot';
