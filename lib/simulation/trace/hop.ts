import type { Workload } from '../model/workload';
import type { ProxyRequest } from '../proxy/connection';
import { heaviest } from '../proxy/chosen';
import type { ChosenCluster, Decision, TlsLayer } from '../proxy/decision';
import type { ReachedTls, TraceHop } from './trace';

/** A layer of TLS and who speaks it. */
export interface Layer extends TlsLayer {
  readonly mtls: boolean;
  readonly principal: string | undefined;
  /** Whether the names in its client certificate are known: those in a Secret are in no manifest. */
  readonly subjectKnown: boolean;
}

/** What is on the wire between two proxies. */
export interface Wire {
  readonly port: number;
  readonly address: string;
  readonly host: string;
  readonly path: string;
  readonly headers: ReadonlyMap<string, string>;
  /** Outermost first. */
  readonly layers: readonly Layer[];
}

/** What the outermost layer is called at the end. */
export function tlsOf(layers: readonly Layer[]): ReachedTls {
  const outer = layers[0];
  if (!outer) return 'PLAINTEXT';
  if (outer.mtls) return 'ISTIO_MUTUAL';
  return outer.clientCertificate ? 'MUTUAL' : 'SIMPLE';
}

/** A decision as a hop of the trace. */
export function hopOf(
  workload: Workload,
  direction: 'outbound' | 'inbound',
  asked: ProxyRequest,
  decision: Decision,
): TraceHop {
  const what = asked.protocol === 'tcp' ? 'bytes' : `${asked.method} ${asked.host}${asked.path}`;
  const tls =
    asked.tls === 'none'
      ? ''
      : ` in ${asked.tls === 'mtls' ? 'Istio mutual TLS' : 'TLS'}${asked.sni ? ` (SNI ${asked.sni})` : ''}`;
  const main = heaviest(decision.clusters)?.name;
  return {
    name: workload.name,
    namespace: workload.namespace,
    kind: workload.type === 'router' ? 'gateway' : 'sidecar',
    direction,
    arrived: `${what} on port ${asked.port}${tls}`,
    ...(main === undefined ? {} : { cluster: main }),
    split: decision.split ? splitOf(decision.clusters) : NO_SHARES,
    mirrors: decision.forward?.mirrors ?? NO_SHARES,
    ...(decision.forward && decision.forward.timeout > 0 ? { timeout: decision.forward.timeout } : {}),
    decision,
  };
}

const NO_SHARES: ReadonlyMap<string, number> = new Map();

/** Shares in percent; they add up to 100. */
function splitOf(clusters: readonly ChosenCluster[]): ReadonlyMap<string, number> {
  const total = clusters.reduce((sum, { weight }) => sum + weight, 0);
  const out = new Map<string, number>();
  if (total <= 0) return out;
  for (const { name, weight } of clusters) {
    const [, , subset = '', host = ''] = name.split('|');
    const key = subset || host || name;
    out.set(key, (out.get(key) ?? 0) + (weight * 100) / total);
  }
  return out;
}
