import { isAddress } from '../model/names';
import type { MeshService } from '../registry/service';

/**
 * Every name under which a sidecar knows a service: its host, shorter forms as DNS search domains allow them, aliases,
 * addresses; a headless service also has the names of its pods.
 *
 * @param domain DNS domain of the client, `namespace.svc.cluster.local`
 */
export function serviceDomains(service: MeshService, domain: string): { domains: string[]; short: string[] } {
  const domains: string[] = [];
  const short: string[] = [];
  for (const host of [service.host, ...service.aliases]) {
    const others = shortForms(host, domain);
    domains.push(host, ...others);
    short.push(...others);
  }
  if (service.resolution === 'none' && service.registry === 'Kubernetes') {
    domains.push(...domains.map((name) => `*.${name}`));
  }
  for (const address of service.addresses) domains.push(address.includes(':') ? `[${address}]` : address);
  return { domains, short };
}

/** Other spellings of a host: with the closing dot, and without the parts that a client of the domain may leave out. */
export function shortForms(host: string, domain: string): string[] {
  const out = isAddress(host) ? [] : [`${host}.`];
  const cut = domain.indexOf('.svc.');
  if (cut <= 0 || !host.endsWith(domain.slice(cut))) return out;
  const end = host.indexOf('.svc.');
  const dot = host.indexOf('.');
  if (end <= 0 || dot + 1 > end) return out;
  if (host.slice(dot + 1, end) === domain.slice(0, cut)) out.push(host.slice(0, dot));
  out.push(`${host.slice(0, end)}.svc`, host.slice(0, end));
  return out;
}
