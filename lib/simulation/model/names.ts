import { compareSpecificity } from '../../mesh/host';

/** Whether the text is an IPv4 or IPv6 address. */
export function isAddress(value: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(value) || (value.includes(':') && /^[0-9a-fA-F:.]+$/.test(value));
}

/** A short name becomes the name of a Service in the object's namespace; a name with a dot stays as it is. */
export function fullName(host: string, namespace: string, domain: string): string {
  if (host === '' || host === '*' || host.includes('.') || isAddress(host)) return host;
  return `${host}${namespace === '' ? '' : `.${namespace}`}${domain === '' ? '' : `.svc.${domain}`}`;
}

/** `namespace/name` of a Gateway as an object of `namespace` names it; `mesh` stays. */
export function gatewayName(name: string, namespace: string): string {
  if (name === 'mesh') return name;
  const slash = name.indexOf('/');
  if (slash >= 0) return name.slice(0, slash) === '.' ? `${namespace}${name.slice(slash)}` : name;
  const dot = name.indexOf('.');
  if (dot < 0) return `${namespace}/${name}`;
  // name.namespace.svc.cluster.local, the form of old
  const rest = name.slice(dot + 1);
  const end = rest.indexOf('.');
  return `${end < 0 ? rest : rest.slice(0, end)}/${name.slice(0, dot)}`;
}

/** Things by host, for "the most specific host that covers this one". */
export class HostTable<T> {
  private readonly exact = new Map<string, T>();
  private readonly wildcards = new Map<string, T>();
  private ordered: readonly string[] | undefined;

  public set(host: string, value: T): void {
    if (!host.startsWith('*')) this.exact.set(host, value);
    else {
      this.wildcards.set(host, value);
      this.ordered = undefined;
    }
  }

  public get(host: string): T | undefined {
    return host.startsWith('*') ? this.wildcards.get(host) : this.exact.get(host);
  }

  /** The value of the most specific host that is equal to `host` or a wildcard over it. */
  public match(host: string): T | undefined {
    const same = this.get(host);
    if (same !== undefined || this.wildcards.size === 0) return same;
    this.ordered ??= [...this.wildcards.keys()].sort(compareSpecificity);
    const name = host.startsWith('*') ? host.slice(1) : host;
    for (const wildcard of this.ordered) if (name.endsWith(wildcard.slice(1))) return this.wildcards.get(wildcard);
    return undefined;
  }

  public *values(): IterableIterator<T> {
    yield* this.exact.values();
    yield* this.wildcards.values();
  }
}

/** Name of the cluster that sends to a port, or a subset, of a host. */
export function clusterName(host: string, port: number, subset = ''): string {
  return `outbound|${port}|${subset}|${host}`;
}

/** The form of {@link clusterName} that is a legal SNI. */
export function sniName(host: string, port: number, subset = ''): string {
  return `outbound_.${port}_.${subset === '' ? '_' : `${subset}_`}.${host}`;
}
