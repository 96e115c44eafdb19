import { excludes, listsRule, listsService, readHosts, type HostSelection } from '../../mesh/sidecar-hosts';
import type { Fields } from '../../snapshot';
import { keyOf } from '../model/config';
import { isRecord, number, text, texts } from '../model/fields';
import { HostTable } from '../model/names';
import { parseProtocol, type WireProtocol } from '../model/protocol';
import { portNumbered, withPorts, type MeshService } from '../registry/service';
import type { ServiceRegistry } from '../registry/service-registry';
import type { VirtualService } from '../rules/virtual-service';
import type { VirtualServiceIndex } from '../rules/virtual-service-index';

/** One egress listener of a Sidecar, or the one for everything: the services and rules it lets in. */
export interface EgressListener {
  /** The listener's own port; undefined for the one for every port. */
  readonly port: { readonly number: number; readonly protocol: WireProtocol } | undefined;
  readonly bind: string;
  readonly services: readonly MeshService[];
  readonly virtualServices: readonly VirtualService[];
  /** For each service the VirtualService whose host covers it best. */
  readonly closest: ReadonlyMap<string, VirtualService>;
  readonly matchPort: boolean;
}

/** Builds an egress listener from a Sidecar's entry. */
export function egressListener(
  spec: Fields,
  namespace: string,
  registry: ServiceRegistry,
  rules: VirtualServiceIndex,
): EgressListener {
  const given = isRecord(spec['port']) ? spec['port'] : undefined;
  const port = given && { number: number(given['number']) ?? 0, protocol: parseProtocol(text(given['protocol'])) };
  const matchPort = port !== undefined && port.number !== 0 && port.protocol !== 'HTTP_PROXY';
  const hosts = readHosts(texts(spec['hosts']), namespace);
  const virtualServices = selectRules(rules.visible(namespace, 'mesh'), namespace, hosts);
  const services = selectServices(
    registry.exportedTo(namespace),
    namespace,
    hosts,
    matchPort ? port.number : undefined,
  );
  return {
    port,
    // what is not captured has to be dialled on the loopback address
    bind: text(spec['bind']) || (text(spec['captureMode']) === 'NONE' ? '127.0.0.1' : ''),
    services,
    virtualServices,
    closest: closestRules(virtualServices, services),
    matchPort,
  };
}

/** A service as a listener with a port of its own sees it: that port alone. */
export function onPort(service: MeshService, port: number): MeshService | undefined {
  const found = portNumbered(service, port);
  if (!found) return undefined;
  return service.ports.length === 1 ? service : withPorts(service, [found]);
}

function selectRules(
  visible: readonly VirtualService[],
  namespace: string,
  hosts: ReadonlyMap<string, HostSelection>,
): readonly VirtualService[] {
  const everywhere = hosts.get('*');
  const picked = visible.filter((rule) => {
    const { config } = rule;
    const exactly = config.semantics === 'gateway';
    const here = hosts.get(config.namespace);
    return [here, everywhere].some(
      (selection) =>
        selection !== undefined &&
        rule.hosts.some(
          (host) => listsRule(selection, host, exactly) && !excludes(here, host) && !excludes(everywhere, host),
        ),
    );
  });
  // within each kind of export, routes of the own namespace that came from the Gateway API go first
  const own = ({ config }: VirtualService): boolean => config.semantics === 'gateway' && config.namespace === namespace;
  return picked.some(own) ? [...picked.filter(own), ...picked.filter((rule) => !own(rule))] : picked;
}

function selectServices(
  services: readonly MeshService[],
  namespace: string,
  hosts: ReadonlyMap<string, HostSelection>,
  port: number | undefined,
): readonly MeshService[] {
  const everywhere = hosts.get('*');
  const picked: MeshService[] = [];
  for (const service of services) {
    const here = hosts.get(service.namespace);
    if (excludes(here, service.host) || excludes(everywhere, service.host)) continue;
    for (const selection of [here, everywhere]) {
      if (!selection || !listsService(selection, service.host)) continue;
      const seen = port === undefined ? service : onPort(service, port);
      if (!seen) continue;
      picked.push(withListedAliases(seen, selection));
      break;
    }
  }
  const winner = new Map<string, MeshService>();
  for (const service of picked) {
    const known = winner.get(service.host);
    if (!known || beats(service, known, namespace)) winner.set(service.host, service);
  }
  return picked.filter((service) => winner.get(service.host)?.namespace === service.namespace);
}

/** The namespace that owns a host: the client's own, then one with a Kubernetes Service, then the oldest. */
function beats(service: MeshService, known: MeshService, namespace: string): boolean {
  if (service.namespace === namespace) return true;
  return known.registry !== 'Kubernetes' && service.registry === 'Kubernetes' && known.namespace !== namespace;
}

function withListedAliases(service: MeshService, selection: HostSelection): MeshService {
  const aliases = service.aliases.filter((alias) => listsService(selection, alias));
  return aliases.length === service.aliases.length ? service : { ...service, aliases };
}

function closestRules(
  rules: readonly VirtualService[],
  services: readonly MeshService[],
): ReadonlyMap<string, VirtualService> {
  const byHost = new HostTable<VirtualService>();
  for (const rule of rules) for (const host of rule.hosts) if (!byHost.get(host)) byHost.set(host, rule);
  const out = new Map<string, VirtualService>();
  for (const { host } of services) {
    const found = byHost.match(host);
    if (found) out.set(host, found);
  }
  return out;
}

/** Whether two are the same object. */
export function sameRule(a: VirtualService | undefined, b: VirtualService): boolean {
  return a !== undefined && keyOf(a.config) === keyOf(b.config);
}
