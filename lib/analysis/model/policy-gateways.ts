/** Which servers of Gateways a policy with a selector guards. */
import type { Fields, Resource, Snapshot } from '../../snapshot';
import type { RuleContext } from '../rule';
import { canonical, fields, list, number, objects, text } from './json';
import { GATEWAY, INGRESS, KUBERNETES_GATEWAY, SERVICE } from './kinds';
import { selects, type Labels } from './labels';
import { isHttp } from './protocols';
import { rootNamespace } from './server-mtls';
import { workloadsOf } from './workloads';

/** Modes in which a gateway reads the certificate of its client. */
const WITH_IDENTITY = new Set(['ISTIO_MUTUAL', 'MUTUAL', 'OPTIONAL_MUTUAL']);
const PASSING = new Set(['', 'PASSTHROUGH', 'AUTO_PASSTHROUGH']);

/** Hundreds of policies may be for one gateway. */
const memory = new WeakMap<Snapshot, Map<string, readonly GuardedServer[]>>();
const asking = new WeakMap<readonly GuardedServer[], boolean>();
const byPorts = new WeakMap<readonly GuardedServer[], Map<string, readonly GuardedServer[]>>();

/** One server of a Gateway, as a policy on its workloads meets it. */
export interface GuardedServer {
  readonly gateway: Resource;
  readonly server: Fields;
}

/**
 * The servers of all Gateways that open the workloads of a policy, where these are gateways and nothing else; empty where it
 * has no selector, or where what it selects is not certainly a gateway that Gateways alone open. Reads Gateway, Ingress, the
 * Gateway API's Gateway, Service and every kind of workload.
 */
export function guardedServers(context: RuleContext, policy: Resource): readonly GuardedServer[] {
  const known = memory.get(context.snapshot) ?? new Map<string, readonly GuardedServer[]>();
  memory.set(context.snapshot, known);
  const key = `${policy.namespace} ${canonical(fields(policy.spec.selector).matchLabels)}`;
  const found = known.get(key) ?? search(context, policy);
  known.set(key, found);
  return found;
}

function search(context: RuleContext, policy: Resource): readonly GuardedServer[] {
  const gateways = context.ofKind(GATEWAY);
  const all = labelsOf(context, policy);
  const isOpenedOtherwise = [
    context.ofKind(INGRESS).length > 0,
    // Without addresses it has workloads of its own.
    context.ofKind(KUBERNETES_GATEWAY).some(({ spec }) => list(spec.addresses).length > 0),
  ].includes(true);
  // One without selector opens every gateway, and says of none that it is one.
  const isGateway = (labels: Labels) =>
    gateways.some(({ spec }) => Object.keys(fields(spec.selector)).length > 0 && selects(spec.selector, labels));
  if (isOpenedOtherwise || all.length === 0 || !all.every(isGateway)) return [];
  const open = gateways.filter(({ spec }) => all.some((labels) => selects(spec.selector, labels)));
  return open.flatMap((gateway) => objects(gateway.spec.servers).map((server) => ({ gateway, server })));
}

/**
 * Those servers that a rule for some ports is for: its ports are those of the pods, which Services lead to from their own. All
 * of them, where no port is one of theirs. Reads Service.
 */
export function onPorts(
  { ofKind }: RuleContext,
  servers: readonly GuardedServer[],
  ports: readonly number[],
): readonly GuardedServer[] {
  const known = byPorts.get(servers) ?? new Map<string, readonly GuardedServer[]>();
  byPorts.set(servers, known);
  const found = known.get(ports.join()) ?? leadingTo(ofKind(SERVICE), servers, ports);
  known.set(ports.join(), found);
  return found;
}

function leadingTo(
  services: readonly Resource[],
  servers: readonly GuardedServer[],
  ports: readonly number[],
): readonly GuardedServer[] {
  const opened = services.flatMap(({ spec }) => objects(spec.ports));
  const leading = opened.filter((one) => ports.includes(number(one.targetPort))).map((one) => number(one.port));
  const numbers = new Set([...ports, ...leading]);
  const meant = servers.filter(({ server }) => numbers.has(number(fields(server.port).number)));
  return meant.length > 0 ? meant : servers;
}

/** Whether clients show a certificate to one of the servers. */
export function knowCallers(servers: readonly GuardedServer[]): boolean {
  const known = asking.get(servers) ?? servers.some(({ server }) => WITH_IDENTITY.has(text(fields(server.tls).mode)));
  asking.set(servers, known);
  return known;
}

/** Whether the gateway sees the requests of its clients: plain HTTP, or HTTPS that ends here. */
export function seesRequests({ server }: GuardedServer): boolean {
  const protocol = text(fields(server.port).protocol);
  if (isHttp(protocol)) return true;
  return protocol.toUpperCase() === 'HTTPS' && !PASSING.has(text(fields(server.tls).mode));
}

/** The labels of what a policy selects: of workloads, else of the pods of Services, else those it asks for. */
function labelsOf(context: RuleContext, { namespace, spec }: Resource): readonly Labels[] {
  const wanted = fields(fields(spec.selector).matchLabels);
  const services = context.ofKind(SERVICE);
  const workloads = workloadsOf(context);
  if (Object.keys(wanted).length === 0) return [];
  const isHere = (home: string) =>
    home === namespace || namespace === rootNamespace(context.snapshot.meshConfig.rootNamespace);
  const pods = workloads.select(wanted).filter((one) => isHere(one.namespace));
  if (pods.length > 0) return pods.map(({ labels }) => labels);
  const behind = services.filter(
    (one) => isHere(one.namespace) && selects(wanted, fields(one.spec.selector) as Labels),
  );
  if (behind.length > 0) return behind.map((one) => fields(one.spec.selector) as Labels);
  return [wanted as Labels];
}
