import { label } from '../model/config';
import type { ChosenCluster, Decision } from '../proxy/decision';

/** An answer in the terms of recorded verdicts: plain JSON. */
export interface Answer {
  readonly outcome: 'forwarded' | 'answered' | 'refused' | 'unsupported';
  readonly [field: string]: unknown;
}

/** A decision in the terms of recorded verdicts. */
export function answerOf(decision: Decision, passedThrough: boolean): Answer {
  const { outcome } = decision;
  const chance = byChance(decision);
  if (chance !== undefined) return { outcome: 'unsupported', field: chance };
  if (outcome === 'unsupported') return { outcome, field: decision.field };
  const certificate =
    decision.certificate ?? (passedThrough && outcome === 'forwarded' ? "(the upstream's own)" : undefined);
  const common = {
    outcome,
    ...(decision.listener ? { listener: decision.listener.name } : {}),
    ...(decision.listener && decision.chain ? { filterChain: decision.listener.chainName(decision.chain) } : {}),
    ...(certificate === undefined ? {} : { certificate }),
  };
  if (outcome === 'refused') return { ...common, reason: decision.reason };
  const rule = ruleOf(decision);
  const routed = { ...common, ...(decision.virtualHost ? { virtualHost: decision.virtualHost.name } : {}), ...rule };
  if (outcome === 'answered') {
    return {
      ...routed,
      status: decision.status,
      ...(decision.location === undefined ? {} : { location: decision.location }),
      ...(decision.flag === undefined ? {} : { flags: decision.flag }),
      details: decision.reason,
    };
  }
  return { ...routed, ...forwarded(decision) };
}

/** Where the rule comes from: a VirtualService by its name, or the routes that were made into one. */
function ruleOf({ origin, route }: Decision): Record<string, unknown> {
  // recordings name the rule of HTTP only
  if (!origin || !route) return {};
  // rules of a delegate count as its parent's
  const { config } = route.via ?? origin;
  if (config.semantics === 'gateway') {
    return {
      rule: `virtual-service ${config.namespace}/${config.name}~`,
      ...(route.name ? { ruleName: route.name } : {}),
    };
  }
  return { rule: label({ ...config, kind: 'VirtualService' }) };
}

function forwarded(decision: Decision): Record<string, unknown> {
  const { clusters, split, forward, fault, retries, upstream } = decision;
  const rules = new Set(clusters.flatMap(rulesOf));
  return {
    ...(split
      ? { weights: Object.fromEntries(clusters.map(({ name, weight }) => [name, weight])) }
      : { cluster: clusters[0]?.name }),
    ...(forward && forward.mirrors.size > 0 ? { mirrors: Object.fromEntries(forward.mirrors) } : {}),
    ...(forward && forward.timeout > 0 ? { timeout: forward.timeout } : {}),
    ...(forward && forward.hash.length > 0 ? { hash: [...new Set(forward.hash)] } : {}),
    ...(retries
      ? {
          retries: {
            attempts: retries.attempts,
            on: retries.on,
            ...(retries.perTry === undefined ? {} : { perTry: retries.perTry }),
          },
        }
      : {}),
    ...(fault ? { fault } : {}),
    ...(rules.size > 0 ? { destinationRule: [...rules].sort() } : {}),
    ...(upstream
      ? {
          upstream: {
            ...(upstream.host === undefined ? {} : { host: upstream.host }),
            ...(upstream.path === undefined ? {} : { path: upstream.path }),
            ...(upstream.headersSet.size > 0 ? { headersSet: Object.fromEntries(upstream.headersSet) } : {}),
            ...(upstream.headersRemoved.length > 0 ? { headersRemoved: upstream.headersRemoved } : {}),
            tls: upstream.tls,
          },
        }
      : {}),
  };
}

function rulesOf({ cluster }: ChosenCluster): readonly string[] {
  const first = cluster?.destinationRule?.from[0];
  return first ? [label({ ...first, kind: 'DestinationRule' })] : [];
}

/** Shares that are close enough to always or never for one recorded example. */
const SURELY = 0.9;

/** What only chance decides, so that one example shows nothing: a split between unlike destinations, an injected failure. */
function byChance({ clusters, split, fault, outcome }: Decision): string | undefined {
  const percent = fault?.abort?.percent ?? 0;
  if (percent > 100 * (1 - SURELY) && percent < 100 * SURELY) return 'fault.abort.percentage';
  if (!split || outcome === 'refused') return undefined;
  const total = clusters.reduce((sum, { weight }) => sum + weight, 0);
  if (clusters.some(({ weight }) => weight >= total * SURELY)) return undefined;
  const kinds = new Set(
    clusters.map(({ cluster }) => JSON.stringify([cluster === undefined, cluster?.tls?.mode, cluster?.tls?.automatic])),
  );
  return kinds.size > 1 ? 'route.weight' : undefined;
}
