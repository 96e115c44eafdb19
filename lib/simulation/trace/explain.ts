import type {
  TraceDecisionReport,
  TraceEndReport,
  TraceHopReport,
  TraceReport,
  TraceSkippedReport,
} from '../../report/trace';
import { keyOf, type Config } from '../model/config';
import type { Decision } from '../proxy/decision';
import type { RuleOrigin } from '../rules/virtual-service';
import type { Trace, TraceEnd, TraceHop } from './trace';

/** Rules that did not match are listed up to this many. */
const MOST_SKIPPED = 20;

/** A trace in plain values. */
export function reportOf(trace: Trace): TraceReport {
  return {
    request: trace.request,
    hops: trace.hops.map(hopReport),
    end: endReport(trace.end),
    assumptions: trace.assumptions,
  };
}

function hopReport(hop: TraceHop): TraceHopReport {
  const side = hop.kind === 'gateway' ? 'gateway' : `sidecar, ${hop.direction}`;
  return {
    proxy: `${hop.namespace}/${hop.name} (${side})`,
    arrived: hop.arrived,
    decisions: decisions(hop.decision, hop),
    skipped: skipped(hop.decision),
  };
}

function decisions(decision: Decision, hop: TraceHop): readonly TraceDecisionReport[] {
  const out: TraceDecisionReport[] = [];
  const { listener, chain, virtualHost, route, origin, forward, upstream } = decision;
  const say = (step: string, text: string, because?: string): void => {
    out.push(because === undefined ? { step, text } : { step, text, because });
  };
  if (listener) say('listener', listener.name);
  if (listener && chain) say('chain', `${listener.chainName(chain)}${chainText(decision)}`);
  if (virtualHost) say('host', virtualHost.name);
  if (origin) {
    const via = route?.via ? `, handed over by ${ruleText(route.via, undefined)}` : '';
    say('rule', `${ruleText(origin, route?.name)}${via}`, source((route?.via ?? origin).config));
  } else if (route) say('rule', route.name === 'default' ? "the service's own route" : route.name);
  if (decision.fault?.delay)
    say('fault', `delay ${decision.fault.delay.fixed} s for ${decision.fault.delay.percent} %`);
  if (decision.fault?.abort)
    say('fault', `abort ${decision.fault.abort.status ?? 'gRPC'} for ${decision.fault.abort.percent} %`);
  if (forward && forward.timeout > 0) say('timeout', `${forward.timeout} s`);
  if (decision.retries) say('retries', `${decision.retries.attempts} on ${decision.retries.on}`);
  if (route?.cors) say('cors', 'policy set');
  if (forward && (forward.prefixRewrite !== '' || forward.regexRewrite || forward.hostRewrite !== '')) {
    say('rewrite', `${upstream?.host ?? ''}${upstream?.path ?? ''}`);
  }
  if (upstream && upstream.headersSet.size > 0) {
    say('headers', [...upstream.headersSet].map(([name, value]) => `${name}: ${value}`).join(', '));
  }
  if (upstream && upstream.headersRemoved.length > 0) say('headers', `without ${upstream.headersRemoved.join(', ')}`);
  for (const { name, weight, cluster } of decision.clusters) {
    const share = decision.split ? ` (weight ${weight})` : '';
    say('destination', `${name}${share}`);
    const rule = cluster?.destinationRule;
    if (rule)
      say(
        'policy',
        `DestinationRule ${rule.from.map(keyOf).join(' + ')}, ${whose(rule.namespace, hop, cluster.service.namespace)}`,
        rule.from[0] && source(rule.from[0]),
      );
    if (cluster?.tls) {
      const { mode, sni, automatic, credential } = cluster.tls;
      const how = automatic ? ', chosen by auto mTLS' : credential === '' ? '' : `, credential ${credential}`;
      say('tls', `${mode}, SNI ${sni ?? 'of the Host header'}${how}`);
    }
  }
  for (const [cluster, percent] of hop.mirrors) say('mirror', `${cluster}, ${percent} %`);
  if (decision.status !== undefined && decision.outcome === 'answered') {
    say('answer', `${decision.status}${decision.flag ? ` ${decision.flag}` : ''}: ${decision.reason ?? ''}`);
  }
  if (decision.outcome === 'refused') say('refused', decision.reason ?? '');
  if (decision.outcome === 'unsupported') say('unsupported', decision.field ?? '');
  return out;
}

function whose(namespace: string, hop: TraceHop, service: string): string {
  if (namespace === hop.namespace) return "of the client's namespace";
  return namespace === service ? "of the service's namespace" : 'of the root namespace';
}

function chainText({ chain }: Decision): string {
  if (!chain) return '';
  const names = chain.sni.length > 0 ? `, SNI ${chain.sni.join(', ')}` : '';
  const tls = chain.tls ? `, ends TLS with ${chain.tls.certificate}` : '';
  return `${names}${tls}, ${chain.handler.kind === 'http' ? 'HTTP' : 'bytes'}`;
}

function ruleText({ config, section, index }: RuleOrigin, name: string | undefined): string {
  const label = name ? ` "${name}"` : '';
  return `${config.resource?.kind ?? config.kind} ${keyOf(config)} ${section}[${index}]${label}`;
}

/** Where an object was written: construct path, or file and line. */
function source({ resource }: Config): string | undefined {
  if (!resource) return undefined;
  const { construct, file, line } = resource.origin;
  if (construct !== undefined) return construct;
  return file === undefined ? undefined : line === undefined ? file : `${file}:${line}`;
}

/** The rules before the one that matched, each with its first condition that failed. */
function skipped({ virtualHost, route, view }: Decision): readonly TraceSkippedReport[] {
  if (!virtualHost || !view) return [];
  const out: TraceSkippedReport[] = [];
  for (const candidate of virtualHost.routes) {
    if (candidate === route || out.length >= MOST_SKIPPED) break;
    const failed = candidate.conditions.find((condition) => !condition.test(view));
    if (!failed || !candidate.origin) continue;
    out.push({ rule: ruleText(candidate.origin, candidate.name), failed: failed.text() });
  }
  return out;
}

function endReport(end: TraceEnd): TraceEndReport {
  return { kind: end.kind, text: endText(end) };
}

/** The end in one line. */
export function endText(end: TraceEnd): string {
  switch (end.kind) {
    case 'reached': {
      const subset = end.subset ? `, subset ${end.subset}` : '';
      const workload = end.workload ? `, workload ${end.workload}` : '';
      return `reached ${end.host ?? ''}:${end.port ?? ''} in ${end.tls ?? 'PLAINTEXT'}${end.sni ? ` (SNI ${end.sni})` : ''}${subset}${workload}`;
    }
    case 'response':
      return `answered ${end.status ?? ''}${end.flag ? ` ${end.flag}` : ''}${end.location ? ` to ${end.location}` : ''}${end.reason ? ` (${end.reason})` : ''}`;
    case 'reset':
      return `reset: ${end.reason ?? ''}`;
    case 'loop':
      return `loop: ${end.reason ?? ''}`;
    default:
      return `unsupported: ${end.field ?? ''}`;
  }
}
