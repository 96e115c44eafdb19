/**
 * What the `hosts` of a Sidecar's egress listener let in.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener (hosts)
 */
import { hostsOverlap, isSubsetOf, isWildcard } from './host';

/** The hosts that a Sidecar's egress lists for one namespace. */
export interface HostSelection {
  readonly exact: Set<string>;
  readonly all: string[];
  readonly excluded: string[];
}

/** Reads `namespace/host` entries into one selection a namespace; `~namespace/host` takes hosts away. */
export function readHosts(hosts: readonly string[], namespace: string): ReadonlyMap<string, HostSelection> {
  const out = new Map<string, HostSelection>();
  for (const entry of hosts) {
    const parts = entry.split('/');
    if (parts.length !== 2) continue;
    let scope = parts[0] ?? '';
    const host = parts[1] ?? '';
    const excluded = scope.startsWith('~');
    if (excluded) scope = scope.slice(1) || '*';
    if (scope === '.') scope = namespace;
    let selection = out.get(scope);
    if (!selection) out.set(scope, (selection = { exact: new Set(), all: [], excluded: [] }));
    if (excluded) selection.excluded.push(host);
    else {
      if (!isWildcard(host)) selection.exact.add(host);
      selection.all.push(host);
    }
  }
  return out;
}

/** Whether the selection takes a host away. */
export function excludes(selection: HostSelection | undefined, host: string): boolean {
  return selection !== undefined && selection.excluded.some((excluded) => isSubsetOf(host, excluded));
}

/** Whether a service with this host is listed. */
export function listsService(selection: HostSelection, host: string): boolean {
  if (selection.exact.has(host)) return true;
  const wild = isWildcard(host);
  return selection.all.some((listed) => (wild || isWildcard(listed)) && isSubsetOf(host, listed));
}

/** Whether a VirtualService with this host is listed; a wildcard on either side is enough. */
export function listsRule(selection: HostSelection, host: string, exactly: boolean): boolean {
  if (selection.exact.has(host)) return true;
  const wild = isWildcard(host);
  return selection.all.some(
    (listed) => (wild || isWildcard(listed)) && (exactly ? isSubsetOf(host, listed) : hostsOverlap(host, listed)),
  );
}
