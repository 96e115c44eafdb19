/**
 * Which names which Gateways of a workload serve, and how. What one IngressHost cannot know of the others is found here, by
 * looking up the wildcards over a name instead of comparing every pair.
 *
 * Recorded: i18-421-guard, p37-same-host-in-two-gateways-tls, p37-wildcard-next-to-exact-tls, p42-exact-hides-wildcard.
 */
import type { Construct } from 'constructs';
import { ConfigurationError } from '../../errors';
import type { GatewayWorkload } from '../../mesh';
import type { IngressRoute } from '../host/route';

/** One name at one port. */
export interface ServedName {
  readonly host: string;
  readonly port: number;
  /** `namespace/name` of the Gateway, as it is when it is asked. */
  readonly gateway: object;
  /** Identifies the TLS settings; equal ones make one server. */
  readonly key: string;
  /** Undefined where the port has no TLS. */
  readonly tls?: 'strict' | 'relaxed' | 'passed';
  /** Whether the port only redirects. */
  readonly redirects: boolean;
  readonly owner: Construct;
  readonly routes: () => readonly IngressRoute[];
}

const NAMES = Symbol.for('cdk8s-istio.ServedNames');
type Rooted = { [NAMES]?: Map<string, ServedNames> };

/** The names that a workload serves, whichever Gateway they belong to. */
export class ServedNames {
  /** Those of the App for a workload. */
  public static of(scope: Construct, { namespace, labels }: GatewayWorkload): ServedNames {
    const root = scope.node.root as unknown as Rooted;
    if (!root[NAMES]) Object.defineProperty(root, NAMES, { value: new Map<string, ServedNames>() });
    const all = root[NAMES] as Map<string, ServedNames>;
    const key = JSON.stringify([namespace, Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))]);
    let names = all.get(key);
    if (!names) all.set(key, (names = new ServedNames()));
    return names;
  }

  private readonly byHost = new Map<string, ServedName[]>();
  private readonly strict: ServedName[] = [];

  private constructor() {}

  /**
   * Refuses a name that another Gateway of the workload has with TLS: istiod drops the whole younger server.
   *
   * @throws ConfigurationError GatewayHostTaken
   */
  public check({ host, port, tls, gateway, owner }: ServedName): void {
    const taken = this.exactly(host).find((one) => one.tls && tls && one.port === port && one.gateway !== gateway);
    if (!taken) return;
    throw new ConfigurationError('GatewayHostTaken', {
      at: owner,
      problem: `${host} on port ${port} is served by another Gateway of the workload, for ${taken.owner.node.path}`,
      value: host,
    });
  }

  /** Adds a name. */
  public add(name: ServedName): void {
    this.byHost.set(name.host, [...this.exactly(name.host), name]);
    if (name.tls === 'strict') this.strict.push(name);
  }

  /** What is served under exactly this name. */
  public exactly(host: string): readonly ServedName[] {
    return this.byHost.get(host) ?? [];
  }

  /** What is served under wildcards that cover the name. */
  public over(host: string): readonly ServedName[] {
    return wildcardsOver(host).flatMap((wildcard) => this.exactly(wildcard));
  }

  /** Names that demand client certificates and that a wildcard covers. */
  public strictUnder(wildcard: string): readonly ServedName[] {
    return this.strict.filter(({ host }) => wildcardsOver(host).includes(wildcard));
  }
}

/** The wildcards that cover a name, the longest first. */
function wildcardsOver(host: string): string[] {
  const labels = host.split('.');
  const suffixes = labels.slice(1).map((_, index) => `*.${labels.slice(index + 1).join('.')}`);
  return [...suffixes, '*'].filter((wildcard) => wildcard !== host);
}
