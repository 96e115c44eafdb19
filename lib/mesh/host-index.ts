import { isSubsetOf, isWildcard } from './host';

/** A host and what was added for it. */
export interface HostEntry<T> {
  /** In lower case, as it was added. */
  readonly host: string;
  readonly value: T;
}

/**
 * Hosts, exact and wildcard, found by another host that shares a name with them, without comparing each with each.
 * A question costs as many steps as wildcards of different lengths are there, and one per answer.
 */
export class HostIndex<T> {
  private readonly byHost = new Map<string, HostEntry<T>[]>();
  private readonly wildcardLengths = new Set<number>();
  private backwards: readonly (readonly [string, readonly HostEntry<T>[]])[] | undefined;

  /** Adds a host; the same one may be added for several values. */
  public add(host: string, value: T): void {
    const name = host.toLowerCase();
    const same = this.byHost.get(name);
    if (same) same.push({ host: name, value });
    else this.byHost.set(name, [{ host: name, value }]);
    if (isWildcard(name)) this.wildcardLengths.add(name.length);
    this.backwards = undefined;
  }

  /** Those whose every name is one of the host's, or the other way round: {@link hostsOverlap}. Case-insensitive. */
  public overlapping(host: string): readonly HostEntry<T>[] {
    const name = host.toLowerCase();
    return isWildcard(name) ? [...this.covering(name), ...this.within(name)] : this.covering(name);
  }

  /** The host itself, and the wildcards that stand for all of it: {@link isSubsetOf}. Case-insensitive. */
  public covering(host: string): readonly HostEntry<T>[] {
    const name = host.toLowerCase();
    const found = [...(this.byHost.get(name) ?? [])];
    // `*.example.com` stands for `a.example.com` and `*.a.example.com`, and for nothing shorter than itself.
    for (const length of this.wildcardLengths) {
      if (length > name.length) continue;
      const wildcard = `*${name.slice(name.length - length + 1)}`;
      if (wildcard !== name) found.push(...(this.byHost.get(wildcard) ?? []));
    }
    return found;
  }

  /** What a wildcard stands for, but for itself. */
  private within(wildcard: string): readonly HostEntry<T>[] {
    const ending = reversed(wildcard.slice(1));
    this.backwards ??= [...this.byHost].map(([host, entries]) => [reversed(host), entries] as const).sort(byText);
    const found: HostEntry<T>[] = [];
    for (let i = firstFrom(this.backwards, ending); i < this.backwards.length; i++) {
      const [backwards, entries] = this.backwards[i]!;
      if (!backwards.startsWith(ending)) break;
      const { host } = entries[0]!;
      if (host !== wildcard && isSubsetOf(host, wildcard)) found.push(...entries);
    }
    return found;
  }
}

function reversed(text: string): string {
  return [...text].reverse().join('');
}

/** Order of texts that differ. */
function byText([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

/** Where the first text stands that is not before the given one. */
function firstFrom(sorted: readonly (readonly [string, unknown])[], text: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]![0] < text) low = middle + 1;
    else high = middle;
  }
  return low;
}
