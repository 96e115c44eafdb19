import { withoutPort } from './request-view';
import type { Route } from './route';

/** The routes of one or several names. */
export interface VirtualHost {
  readonly name: string;
  readonly domains: readonly string[];
  readonly routes: readonly Route[];
  /** Whether plain HTTP is redirected to HTTPS. */
  readonly requireTls: boolean;
}

/** Finds the virtual host of a Host header: the exact name, the longest wildcard, then `*`. Ports are ignored. */
export class RouteTable {
  private readonly exact = new Map<string, VirtualHost>();
  private readonly suffixes = new Map<string, VirtualHost>();
  private readonly any: VirtualHost | undefined;
  private readonly lengths: readonly number[];

  constructor(public readonly hosts: readonly VirtualHost[]) {
    let any: VirtualHost | undefined;
    for (const host of hosts) {
      for (const domain of host.domains) {
        const name = domain.toLowerCase();
        if (name === '*') any ??= host;
        else if (name.startsWith('*')) {
          if (!this.suffixes.has(name.slice(1))) this.suffixes.set(name.slice(1), host);
        } else if (!this.exact.has(name)) this.exact.set(name, host);
      }
    }
    this.any = any;
    this.lengths = [...new Set([...this.suffixes.keys()].map(({ length }) => length))].sort((a, b) => b - a);
  }

  public find(authority: string): VirtualHost | undefined {
    const name = withoutPort(authority);
    const exact = this.exact.get(name);
    if (exact) return exact;
    for (const length of this.lengths) {
      if (length >= name.length) continue;
      const found = this.suffixes.get(name.slice(name.length - length));
      if (found) return found;
    }
    return this.any;
  }
}
