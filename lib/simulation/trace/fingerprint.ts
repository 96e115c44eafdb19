import type { Trace, TraceHop } from './trace';
import { endText } from './explain';

/** What a request comes to, in lines that a reviewer can compare: equal lines, equal behaviour. */
export function outcomeOf(trace: Trace): readonly string[] {
  return [...trace.hops.map(hopLine), endText(trace.end)];
}

function hopLine(hop: TraceHop): string {
  const { decision } = hop;
  const parts = [`${hop.namespace}/${hop.name}`];
  const destinations = decision.clusters.map(
    ({ name, weight }) => `${shortCluster(name)}${decision.split ? ` weight ${weight}` : ''}`,
  );
  if (destinations.length > 0) parts.push(destinations.join(' + '));
  const tls = decision.clusters.map(({ cluster }) => cluster?.tls).find((one) => one !== undefined);
  if (tls)
    parts.push(`${tls.mode}${tls.sni ? ` SNI ${tls.sni}` : ''}${tls.automatic ? '' : ` ${tls.credential}`}`.trim());
  for (const [cluster, percent] of hop.mirrors) parts.push(`mirror ${shortCluster(cluster)} ${percent} %`);
  if (hop.timeout !== undefined) parts.push(`timeout ${hop.timeout} s`);
  const { retries, fault, upstream, certificate } = decision;
  if (retries)
    parts.push(
      `retries ${retries.attempts} on ${retries.on}${retries.perTry === undefined ? '' : ` within ${retries.perTry} s`}`,
    );
  if (fault) parts.push(`fault ${JSON.stringify(fault)}`);
  if (certificate !== undefined) parts.push(`certificate ${certificate}`);
  if (upstream?.host !== undefined) parts.push(`as ${upstream.host}${upstream.path ?? ''}`);
  for (const [name, value] of upstream?.headersSet ?? []) parts.push(`header ${name}: ${value}`);
  for (const name of upstream?.headersRemoved ?? []) parts.push(`without header ${name}`);
  return parts.join(', ');
}

/** `outbound|80|v1|reviews.shop.svc.cluster.local` as `reviews.shop v1 :80`. */
function shortCluster(name: string): string {
  const [direction, port = '', subset = '', host = ''] = name.split('|');
  if (direction !== 'outbound') return name;
  return `${host.replace(/\.svc\.cluster\.local$/, '')}${subset === '' ? '' : ` ${subset}`}:${port}`;
}
