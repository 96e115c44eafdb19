import type { VirtualServiceSpecHttp } from '../../../imports/networking.istio.io';
import type { Branch } from '../../routing';
import type { Warning } from '../../service';

/**
 * Gives requests that leave the mesh the name of their destination: the server there, and the server name of TLS on the way,
 * follow the Host header. What the route says itself stays.
 *
 * Recorded: i12-external-backend.
 */
export function toOutsideHost(rule: VirtualServiceSpecHttp, clusterDomain: string): VirtualServiceSpecHttp {
  const hosts = new Set((rule.route ?? []).map(({ destination }) => destination.host));
  const [host, ...others] = hosts;
  if (host === undefined || others.length > 0 || !isOutside(host, clusterDomain) || setsHost(rule)) return rule;
  return { ...rule, rewrite: { ...rule.rewrite, authority: host } };
}

/** A split between several hosts has one Host header for all of them. */
export function splitHostWarnings(branch: Branch, clusterDomain: string): Warning[] {
  const hosts = [...new Set(branch.destinations.map(({ host }) => host))];
  const outside = hosts.filter((host) => isOutside(host, clusterDomain));
  const set = branch.policy?.rewrite?.setsAuthority ?? branch.policy?.headers?.setsAuthority ?? false;
  if (hosts.length < 2 || outside.length === 0 || set) return [];
  const message =
    `${outside.join(', ')} outside the mesh gets the public name as Host, because the route is split; ` +
    'set the Host in the headers of each destination, where the server needs its own name';
  return [{ id: 'OutsideHostHeader', message }];
}

function isOutside(host: string, clusterDomain: string): boolean {
  return host.includes('.') && !host.endsWith(`.${clusterDomain}`);
}

function setsHost({ rewrite, headers, route = [] }: VirtualServiceSpecHttp): boolean {
  const edits = [headers?.request, ...route.map((one) => one.headers?.request)];
  const names = edits.flatMap((edit) => [...Object.keys(edit?.set ?? {}), ...Object.keys(edit?.add ?? {})]);
  return rewrite?.authority !== undefined || names.some((name) => /^(:authority|host)$/i.test(name));
}
