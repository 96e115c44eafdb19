import type { Cluster } from '../clusters/cluster';
import type { Fault, Forward, Retries, Route } from '../routes/route';
import type { VirtualHost } from '../routes/virtual-host';
import type { RequestView } from '../routes/request-view';
import type { FilterChain, Listener } from '../listeners/filter-chain';
import type { RuleOrigin } from '../rules/virtual-service';

/** A layer of TLS that the next hop sees. */
export interface TlsLayer {
  readonly sni: string | null;
  readonly clientCertificate: boolean;
}

/** A destination of a decision and its share of 100 parts (or of whatever the rule's weights add up to). */
export interface ChosenCluster {
  readonly name: string;
  readonly weight: number;
  /** Undefined for clusters without a service: passed through, blocked, inbound, or missing. */
  readonly cluster: Cluster | undefined;
}

/** What the next hop receives. */
export interface Upstream {
  /** Undefined for bytes that are not HTTP. */
  readonly host: string | undefined;
  readonly path: string | undefined;
  readonly method: string;
  /** All request headers after changes, names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly headersSet: ReadonlyMap<string, string>;
  readonly headersRemoved: readonly string[];
  /** Outermost first. */
  readonly tls: readonly TlsLayer[];
}

/** What one proxy did with a request. */
export interface Decision {
  readonly outcome: 'forwarded' | 'answered' | 'refused' | 'unsupported';
  readonly listener: Listener | undefined;
  readonly chain: FilterChain | undefined;
  readonly virtualHost: VirtualHost | undefined;
  readonly route: Route | undefined;
  /** The rule that decided: of a route, or of an opaque connection. */
  readonly origin: RuleOrigin | undefined;
  /** The request as it was compared, where it was HTTP. */
  readonly view: RequestView | undefined;
  /** Name of the certificate that the client was shown; undefined where it saw none of the proxy's. */
  readonly certificate: string | undefined;
  readonly clusters: readonly ChosenCluster[];
  readonly split: boolean;
  readonly upstream: Upstream | undefined;
  readonly status: number | undefined;
  readonly location: string | undefined;
  readonly body: string | undefined;
  /** Envoy's response flag: NR, NC, UH … */
  readonly flag: string | undefined;
  /** Why it was refused or answered. */
  readonly reason: string | undefined;
  readonly forward: Forward | undefined;
  readonly fault: Fault | undefined;
  readonly retries: Retries | undefined;
  /** The field that is not modelled, where the outcome is `unsupported`. */
  readonly field: string | undefined;
}

const EMPTY: Decision = {
  outcome: 'refused',
  listener: undefined,
  chain: undefined,
  virtualHost: undefined,
  route: undefined,
  origin: undefined,
  view: undefined,
  certificate: undefined,
  clusters: [],
  split: false,
  upstream: undefined,
  status: undefined,
  location: undefined,
  body: undefined,
  flag: undefined,
  reason: undefined,
  forward: undefined,
  fault: undefined,
  retries: undefined,
  field: undefined,
};

/** A decision from the parts that matter. */
export function decision(parts: Partial<Decision> & Pick<Decision, 'outcome'>): Decision {
  return { ...EMPTY, ...parts };
}
