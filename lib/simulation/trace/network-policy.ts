import { addressRange, inRange } from '../listeners/address-range';
import { isRecord, number, records, text } from '../model/fields';
import { labelSelectorSelects } from '../model/label-selector';
import type { Workload } from '../model/workload';
import type { Fields, Resource, Snapshot } from '../../snapshot';

/** One side of a connection: Pods, or an address outside. */
export interface Peer {
  readonly workload: Workload | undefined;
  /** Empty where it is not known: then only a range for every address covers it. */
  readonly address: string;
}

/**
 * The NetworkPolicy that keeps a connection from being made; undefined where none does.
 *
 * @param port port of the Pod that is reached, or of the outside host
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function forbidding(snapshot: Snapshot, from: Peer, to: Peer, port: number): Resource | undefined {
  const policies = snapshot.ofKind('networking.k8s.io/NetworkPolicy');
  if (policies.length === 0) return undefined;
  return (
    denied(snapshot, policies, 'Egress', from.workload, to, to.workload, port) ??
    denied(snapshot, policies, 'Ingress', to.workload, from, to.workload, port)
  );
}

function denied(
  snapshot: Snapshot,
  policies: readonly Resource[],
  type: 'Egress' | 'Ingress',
  subject: Workload | undefined,
  peer: Peer,
  target: Workload | undefined,
  port: number,
): Resource | undefined {
  if (!subject) return undefined;
  const holding = policies.filter(
    ({ namespace, spec }) =>
      namespace === subject.namespace &&
      types(spec).includes(type) &&
      labelSelectorSelects(spec['podSelector'], subject.labels),
  );
  const [side, peers] = type === 'Egress' ? ['egress', 'to'] : ['ingress', 'from'];
  const allowed = holding.some(({ namespace, spec }) =>
    records(spec[side ?? '']).some(
      (rule) =>
        portFits(records(rule['ports']), port, target) &&
        peerFits(snapshot, records(rule[peers ?? '']), peer, namespace),
    ),
  );
  return allowed ? undefined : holding[0];
}

function types(spec: Fields): readonly string[] {
  const given = spec['policyTypes'];
  if (Array.isArray(given)) return given.map(text);
  return spec['egress'] === undefined ? ['Ingress'] : ['Ingress', 'Egress'];
}

/** No ports is every port; a named port is one of the Pod that is reached. */
function portFits(ports: readonly Fields[], port: number, target: Workload | undefined): boolean {
  if (ports.length === 0) return true;
  return ports.some((one) => {
    if (text(one['protocol']) === 'UDP') return false;
    if (one['port'] === undefined) return true;
    const value = number(one['port']) ?? target?.ports?.get(text(one['port']));
    if (value === undefined) return false;
    return port >= value && port <= (number(one['endPort']) ?? value);
  });
}

function peerFits(
  snapshot: Snapshot,
  peers: readonly Fields[],
  { workload, address }: Peer,
  namespace: string,
): boolean {
  if (peers.length === 0) return true;
  return peers.some((peer) => {
    if (isRecord(peer['ipBlock'])) return blockFits(peer['ipBlock'], address, workload);
    if (!workload) return false;
    const home = snapshot.find('Namespace', '', workload.namespace)?.labels ?? {};
    const labels = new Map([...Object.entries(home), ['kubernetes.io/metadata.name', workload.namespace] as const]);
    const near =
      peer['namespaceSelector'] === undefined
        ? workload.namespace === namespace
        : labelSelectorSelects(peer['namespaceSelector'], labels);
    return near && labelSelectorSelects(peer['podSelector'], workload.labels);
  });
}

/** Ranges are about the world outside; Pods of the cluster are covered by selectors, or by a range that has their address. */
function blockFits(block: Fields, address: string, workload: Workload | undefined): boolean {
  const range = addressRange(text(block['cidr']));
  if (!range) return false;
  const except = Array.isArray(block['except']) ? block['except'].map(text) : [];
  if (address === '') return workload === undefined && range.bits === 0;
  return inRange(range, address) && !except.map(addressRange).some((one) => one !== undefined && inRange(one, address));
}
