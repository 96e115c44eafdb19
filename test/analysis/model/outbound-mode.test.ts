import { outboundMode } from '../../../lib/analysis/model/outbound-mode';
import { contextOf, manifest, snapshotOf } from './manifest';

type Json = Readonly<Record<string, unknown>>;
const sidecar = (id: string, spec: Json = {}) => manifest('networking.istio.io/v1/Sidecar', id, { spec });
const saying = (mode: string) => ({ outboundTrafficPolicy: { mode } });

const own = sidecar('home/own', saying('A'));
const root = sidecar('istio-system/root', saying('B'));

test.each<[string, Json[], Json, string]>([
  ['everything goes out where nobody says anything', [], {}, 'ALLOW_ANY'],
  ['the mesh says it', [], saying('C'), 'C'],
  ['a policy of the mesh without mode says nothing', [], { outboundTrafficPolicy: {} }, 'ALLOW_ANY'],
  ['the root namespace says it before the mesh', [root], saying('C'), 'B'],
  ['the own namespace says it before the root namespace', [root, own], saying('C'), 'A'],
  ['a namespace of the mesh may be the root', [root, sidecar('m/r', saying('D'))], { rootNamespace: 'm' }, 'D'],
  ['another namespace has no say', [sidecar('other/s', saying('A'))], saying('C'), 'C'],
  ['one for some workloads has no say', [sidecar('home/s', { workloadSelector: {}, ...saying('A') })], {}, 'ALLOW_ANY'],
  ['a policy without mode lets nothing out', [sidecar('home/s', { outboundTrafficPolicy: {} })], {}, 'REGISTRY_ONLY'],
  ['the own one without policy leaves it to the mesh', [sidecar('home/s'), root], saying('C'), 'C'],
])('%s', (_, manifests, mesh, mode) => {
  expect(outboundMode(contextOf(snapshotOf(manifests, mesh)), 'home')).toBe(mode);
});
