import type { Fields, Resource, Snapshot } from '../../../snapshot';
import { GATEWAY_SERVICES, PARENT_NAMESPACE } from '../../listeners/bound-gateways';
import { PARENTS } from '../../listeners/gateway-listeners';
import { createdAt, type Config } from '../../model/config';
import { isRecord, number, record, records, text } from '../../model/fields';
import { allowedNamespaces, GATEWAY_API, granted, kindOf, selectsNamespace } from './reference';
import { usableCertificate } from './secret';

/** A listener that routes may attach to. */
export interface Parent {
  /** `Gateway` or `ListenerSet`, namespace and name of the object that routes name. */
  readonly owner: string;
  /** Name of the internal Gateway, `namespace/name`. */
  readonly internalName: string;
  readonly kinds: readonly string[];
  /** `namespace/host` forms that it takes. */
  readonly hosts: readonly string[];
  readonly hostname: string;
  readonly section: string;
  readonly port: number;
  readonly protocol: string;
}

/** Gateways of the Gateway API as the control plane sees them: one internal Gateway for each listener. */
export interface Listeners {
  readonly gateways: readonly Config[];
  readonly parents: readonly Parent[];
}

const CONTROLLER = 'istio.io/gateway-controller';
const TERMINATE_MODE = 'gateway.istio.io/tls-terminate-mode';
const LISTENER_MODE = 'gateway.istio.io/listener-protocol';

/** Converts Gateways and ListenerSets of Istio's class. */
export function convertListeners(snapshot: Snapshot, domain: string): Listeners {
  const gateways: Config[] = [];
  const parents: Parent[] = [];
  for (const gateway of snapshot.ofKind(`${GATEWAY_API}/Gateway`)) {
    if (!isOurs(snapshot, text(gateway.spec['gatewayClassName']))) continue;
    const services = gatewayServices(gateway, domain);
    if (services === undefined) continue;
    const sets = listenerSets(snapshot, gateway);
    const accepted: Fields[] = [];
    for (const owner of [gateway, ...sets]) {
      for (const listener of records(owner.spec['listeners'])) {
        // of listeners that cannot be told apart the first one stays
        if (accepted.some((prior) => !distinct(listener, prior))) continue;
        accepted.push(listener);
        const converted = convertListener(snapshot, gateway, owner, listener, services);
        if (!converted) continue;
        gateways.push(converted.gateway);
        parents.push(converted.parent);
      }
    }
  }
  return { gateways, parents };
}

/** Whether Istio's ordinary controller programs Gateways of a class. */
export function isOurs(snapshot: Snapshot, className: string): boolean {
  const found = snapshot.ofKind(`${GATEWAY_API}/GatewayClass`).find(({ name }) => name === className);
  return found ? text(found.spec['controllerName']) === CONTROLLER : className === 'istio';
}

/** Hosts of the Services in front of a Gateway; undefined where its addresses name none. */
export function gatewayServices(
  { name, namespace, spec, annotations }: Resource,
  domain: string,
): readonly string[] | undefined {
  const addresses = records(spec['addresses']);
  const typeOf = (address: Fields): string => text(address['type']);
  const managed =
    addresses.length === 0 || (addresses.length === 1 && ['', 'IPAddress'].includes(typeOf(addresses[0] ?? {})));
  if (managed) {
    const service = annotations['gateway.istio.io/name-override'] ?? `${name}-${text(spec['gatewayClassName'])}`;
    return [`${service}.${namespace}.svc.${domain}`];
  }
  const hosts = addresses
    .filter((address) => ['', 'Hostname'].includes(typeOf(address)))
    .map((address) => text(address['value']))
    .map((host) => (host.includes('.') ? host : `${host}.${namespace}.svc.${domain}`));
  return hosts.length > 0 || addresses.every((address) => ['', 'Hostname'].includes(typeOf(address)))
    ? hosts
    : undefined;
}

/** The ListenerSets that a Gateway lets in, oldest first. */
function listenerSets(snapshot: Snapshot, gateway: Resource): readonly Resource[] {
  const namespaces = record(record(gateway.spec['allowedListeners'])['namespaces']);
  const from = text(namespaces['from']);
  const allowed = (namespace: string): boolean => {
    if (from === 'All') return true;
    if (from === 'Same') return namespace === gateway.namespace;
    return (
      (from === 'Selector' || (from === '' && isRecord(namespaces['selector']))) &&
      selectsNamespace(namespaces['selector'], snapshot, namespace)
    );
  };
  return [
    ...snapshot.ofKind(`${GATEWAY_API}/ListenerSet`),
    ...snapshot.ofKind('gateway.networking.x-k8s.io/XListenerSet'),
  ]
    .filter(({ spec, namespace }) => {
      const parent = record(spec['parentRef']);
      return (
        kindOf(parent, GATEWAY_API, 'Gateway') === `${GATEWAY_API}/Gateway` &&
        text(parent['name']) === gateway.name &&
        (text(parent['namespace']) || namespace) === gateway.namespace &&
        allowed(namespace)
      );
    })
    .sort((a, b) => createdAt(a) - createdAt(b) || (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1));
}

function distinct(a: Fields, b: Fields): boolean {
  if (number(a['port']) !== number(b['port'])) return true;
  const http = (listener: Fields): boolean => ['HTTP', 'HTTPS', 'TLS'].includes(text(listener['protocol']));
  const opaque = (listener: Fields): boolean => ['TCP', 'UDP'].includes(text(listener['protocol']));
  if ((opaque(a) && (http(b) || opaque(b))) || (http(a) && opaque(b))) return false;
  if (http(a) && http(b)) return (text(a['hostname']) || '*') !== (text(b['hostname']) || '*');
  return text(a['protocol']) !== text(b['protocol']);
}

function convertListener(
  snapshot: Snapshot,
  gateway: Resource,
  owner: Resource,
  listener: Fields,
  services: readonly string[],
): { gateway: Config; parent: Parent } | undefined {
  const protocol = text(listener['protocol']);
  if (!['HTTP', 'HTTPS', 'TLS', 'TCP'].includes(protocol)) return undefined;
  const tls = convertTls(snapshot, gateway, owner, listener);
  if (tls === INVALID || (tls === undefined && (protocol === 'HTTPS' || protocol === 'TLS'))) return undefined;
  const hostname = text(listener['hostname']);
  const namespaces = allowedNamespaces(listener, owner.namespace, snapshot);
  const hosts = namespaces.length > 0 ? namespaces.map((one) => `${one}/${hostname || '*'}`) : [`~/${hostname || '*'}`];
  const section = text(listener['name']);
  const port = number(listener['port']) ?? 0;
  const name = `${owner.name}~istio-autogenerated-k8s-gateway~${section}`;
  const annotations = new Map([
    [PARENTS, `${owner.kind}/${owner.name}/${section}.${owner.namespace}`],
    [GATEWAY_SERVICES, services.join(',')],
    [PARENT_NAMESPACE, gateway.namespace],
  ]);
  return {
    gateway: {
      kind: 'Gateway',
      namespace: owner.namespace,
      name,
      created: createdAt(owner),
      spec: { servers: [{ port: { name: 'default', number: port, protocol }, hosts, ...(tls ? { tls } : {}) }] },
      labels: new Map(),
      annotations,
      semantics: 'gateway',
      resource: owner,
    },
    parent: {
      owner: `${owner.kind.replace(/^X/, '')} ${owner.namespace}/${owner.name}`,
      internalName: `${owner.namespace}/${name}`,
      kinds: routeKinds(listener),
      hosts,
      hostname,
      section,
      port,
      protocol,
    },
  };
}

function routeKinds(listener: Fields): readonly string[] {
  const mode = text(record(listener['tls'])['mode']);
  const supported: Readonly<Record<string, readonly string[]>> = {
    HTTP: ['HTTPRoute', 'GRPCRoute'],
    HTTPS: ['HTTPRoute', 'GRPCRoute'],
    TCP: ['TCPRoute'],
    TLS: mode === 'Terminate' ? ['TLSRoute', 'TCPRoute'] : ['TLSRoute'],
  };
  const kinds = supported[text(listener['protocol'])] ?? [];
  const wanted = records(record(listener['allowedRoutes'])['kinds']);
  if (wanted.length === 0) return kinds;
  return kinds.filter((kind) =>
    wanted.some(
      (one) => text(one['kind']) === kind && (one['group'] === undefined || text(one['group']) === GATEWAY_API),
    ),
  );
}

/** TLS settings that cannot be used, so that the listener is not programmed. */
const INVALID = Symbol('invalid');

function convertTls(
  snapshot: Snapshot,
  gateway: Resource,
  owner: Resource,
  listener: Fields,
): Fields | undefined | typeof INVALID {
  if (!isRecord(listener['tls'])) return undefined;
  const tls = listener['tls'];
  const options = record(tls['options']);
  if (text(tls['mode']) === 'Passthrough') {
    const network = gateway.labels['topology.istio.io/network'] !== undefined;
    const port = gateway.labels['networking.istio.io/gatewayPort'] ?? '15443';
    const auto = text(options[LISTENER_MODE]) === 'auto-passthrough' || (network && text(listener['port']) === port);
    return { mode: auto ? 'AUTO_PASSTHROUGH' : 'PASSTHROUGH' };
  }
  const wish = text(options[TERMINATE_MODE]);
  if (wish === 'ISTIO_SIMPLE') return { mode: 'SIMPLE', credentialName: 'builtin://' };
  if (wish === 'ISTIO_MUTUAL') return { mode: 'ISTIO_MUTUAL' };
  const references = records(tls['certificateRefs']);
  if (references.length > 2) return INVALID;
  const usable = references.flatMap((reference) => {
    const namespace = text(reference['namespace']) || owner.namespace;
    const name = text(reference['name']);
    const foreign = namespace !== owner.namespace;
    const to = { group: '', kind: 'Secret', namespace, name };
    if (foreign && !granted(snapshot, { kind: owner.kind, namespace: owner.namespace }, to)) return [];
    if (kindOf(reference, '', 'Secret') !== '/Secret' || !usableCertificate(snapshot, namespace, name)) return [];
    return [`kubernetes-gateway://${namespace}/${name}`];
  });
  if (usable.length === 0) return INVALID;
  return { mode: clientMode(gateway, listener, wish), credentialNames: usable };
}

function clientMode(gateway: Resource, listener: Fields, wish: string): string {
  if (wish === 'MUTUAL' || wish === 'OPTIONAL_MUTUAL') return wish;
  const frontend = record(record(gateway.spec['tls'])['frontend']);
  const own = records(frontend['perPort']).find((one) => number(one['port']) === number(listener['port']));
  const validation = record(record((own ? own['tls'] : frontend['default']) ?? {})['validation']);
  if (records(validation['caCertificateRefs']).length === 0) return 'SIMPLE';
  return text(validation['mode']) === 'AllowInsecureFallback' ? 'OPTIONAL_MUTUAL' : 'MUTUAL';
}
