import type { RouteTable } from '../routes/virtual-host';
import type { RuleOrigin } from '../rules/virtual-service';
import { addressRange, inRange, type AddressRange } from './address-range';

/** What a listener does with a connection once it has picked it. */
export interface FilterChain {
  /** Server names; empty is any. */
  readonly sni: readonly string[];
  /** Destination addresses; empty is any. */
  readonly cidrs: readonly string[];
  readonly transport: '' | 'tls' | 'raw_buffer';
  /** Application protocols by ALPN or detection; empty is any. */
  readonly alpn: readonly string[];
  readonly tls: Termination | undefined;
  readonly handler: HttpHandler | TcpHandler;
  readonly name?: string;
}

/** How a chain ends the client's TLS. */
export interface Termination {
  /** Name of the certificate it shows. */
  readonly certificate: string;
  /** Whether it insists on a client certificate, and whether only the mesh's own will do. */
  readonly client: 'required' | 'mesh' | 'optional' | 'none';
  /** Names of which a client certificate must have one; empty is any. With `none`, Envoy takes no such listener. */
  readonly subjectAltNames: readonly string[];
}

/** Reads HTTP and routes it. */
export interface HttpHandler {
  readonly kind: 'http';
  readonly routes: () => RouteTable;
}

/** Sends bytes on. */
export interface TcpHandler {
  readonly kind: 'tcp';
  readonly clusters: readonly { readonly cluster: string; readonly weight: number }[];
  readonly split: boolean;
  readonly origin: RuleOrigin | undefined;
  /** Whether AuthorizationPolicies are asked. */
  readonly checked: boolean;
}

/** What is known of a connection before a chain is picked. */
export interface Connection {
  readonly address: string;
  readonly sni: string;
  readonly transport: 'tls' | 'raw_buffer';
  readonly alpn: readonly string[];
}

/** Plaintext HTTP as the inspector names it. */
export const PLAINTEXT_HTTP = ['http/1.0', 'http/1.1', 'h2c'] as const;

/** A listener: its chains and what it does where none fits. */
export class Listener {
  private readonly tree: RangeNode;
  /** Whether it looks for TLS at all; without, every connection counts as plaintext. */
  public readonly inspectsTls: boolean;

  constructor(
    public readonly name: string,
    public readonly chains: readonly FilterChain[],
    public readonly fallback: FilterChain | undefined,
    inspectsTls?: boolean,
  ) {
    this.inspectsTls =
      inspectsTls ??
      chains.some((chain) => chain.sni.length > 0 || chain.tls !== undefined || chain.transport === 'tls');
    this.tree = new RangeNode(chains);
  }

  /**
   * The chain that a connection gets. Address, server name, transport and protocol are looked at in this order, the
   * most specific first, and no step is taken back.
   */
  public pick(connection: Connection): FilterChain | undefined {
    const seen = this.inspectsTls ? connection : unseen(connection);
    return this.tree.pick(seen) ?? this.fallback;
  }

  /** Whether a connection is asked for twice, by two chains or one: Envoy refuses such a listener as a whole. */
  public get isAmbiguous(): boolean {
    return this.tree.isAmbiguous;
  }

  /** How the chain is named: its own name or its number. */
  public chainName(chain: FilterChain): string {
    if (chain.name !== undefined) return chain.name;
    return chain === this.fallback ? 'default' : `#${this.chains.indexOf(chain)}`;
  }
}

/** A connection to a listener that does not look for TLS: a handshake is bytes without any protocol. */
function unseen(connection: Connection): Connection {
  const alpn = connection.transport === 'tls' ? [] : connection.alpn;
  return { address: connection.address, sni: '', transport: 'raw_buffer', alpn };
}

class RangeNode {
  private readonly ranges: readonly { readonly range: AddressRange | undefined; readonly node: NameNode }[];

  constructor(chains: readonly FilterChain[]) {
    const groups = new Map<string, { range: AddressRange | undefined; chains: FilterChain[] }>();
    for (const chain of chains) {
      const ranges = chain.cidrs.map(addressRange).filter((range) => range !== undefined && range.value !== 0n);
      for (const range of ranges.length > 0 ? ranges : [undefined]) {
        const key = range ? `${range.value}/${range.bits}` : '';
        const group = groups.get(key);
        if (group) group.chains.push(chain);
        else groups.set(key, { range, chains: [chain] });
      }
    }
    this.ranges = [...groups.values()]
      .map((group) => ({ range: group.range, node: new NameNode(group.chains) }))
      .sort((a, b) => (b.range?.bits ?? -1) - (a.range?.bits ?? -1));
  }

  public get isAmbiguous(): boolean {
    return this.ranges.some(({ node }) => node.isAmbiguous);
  }

  public pick(connection: Connection): FilterChain | undefined {
    const found = this.ranges.find(({ range }) => range === undefined || inRange(range, connection.address));
    return found?.node.pick(connection);
  }
}

class NameNode {
  private readonly exact = new Map<string, FilterChain[]>();
  private readonly suffixes = new Map<string, FilterChain[]>();
  private readonly any: FilterChain[] = [];
  private readonly lengths: readonly number[];

  constructor(chains: readonly FilterChain[]) {
    for (const chain of chains) {
      if (chain.sni.length === 0 || chain.sni.includes('*')) this.any.push(chain);
      else for (const name of chain.sni) this.put(name.toLowerCase(), chain);
    }
    this.lengths = [...new Set([...this.suffixes.keys()].map(({ length }) => length))].sort((a, b) => b - a);
  }

  public get isAmbiguous(): boolean {
    return [this.any, ...this.exact.values(), ...this.suffixes.values()].some(clash);
  }

  public pick(connection: Connection): FilterChain | undefined {
    return pickByProtocol(this.named(connection.sni.toLowerCase()), connection);
  }

  private named(sni: string): readonly FilterChain[] {
    const exact = this.exact.get(sni);
    if (exact && sni !== '') return exact;
    for (const length of this.lengths) {
      if (length >= sni.length) continue;
      const found = this.suffixes.get(sni.slice(sni.length - length));
      if (found) return found;
    }
    return this.any;
  }

  private put(name: string, chain: FilterChain): void {
    const [map, key] = name.startsWith('*') ? [this.suffixes, name.slice(1)] : [this.exact, name];
    const known = map.get(key);
    if (known) known.push(chain);
    else map.set(key, [chain]);
  }
}

/** Whether one protocol is asked for twice, at one address and server name; a chain that names these twice is here twice. */
function clash(chains: readonly FilterChain[]): boolean {
  const taken = new Set<string>();
  for (const chain of chains) {
    for (const protocol of chain.alpn.length > 0 ? chain.alpn : ['']) {
      const key = `${chain.transport} ${protocol}`;
      if (taken.has(key)) return true;
      taken.add(key);
    }
  }
  return false;
}

function pickByProtocol(chains: readonly FilterChain[], connection: Connection): FilterChain | undefined {
  const exact = chains.filter(({ transport }) => transport === connection.transport);
  const fitting = exact.length > 0 ? exact : chains.filter(({ transport }) => transport === '');
  for (const protocol of connection.alpn) {
    const found = fitting.find(({ alpn }) => alpn.includes(protocol));
    if (found) return found;
  }
  return fitting.find(({ alpn }) => alpn.length === 0);
}
