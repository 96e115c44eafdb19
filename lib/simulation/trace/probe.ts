import type { Snapshot } from '../../snapshot';
import { record, selects, text, textMap } from '../model/fields';
import { isHttpOrDetected } from '../model/protocol';
import type { HttpMatch, VirtualService } from '../rules/virtual-service';
import type { StringMatch } from '../model/string-match';
import { sample } from './sample';
import type { TraceRequest } from './trace-request';
import { TracedMesh } from './traced-mesh';

/** Requests of one kind are derived up to this many. */
const MOST_REQUESTS = 20_000;

/**
 * Requests that tell the rules of a mesh apart: every host, gateway and port, and for every match one request on each side of
 * its boundary.
 */
export function probes(snapshot: Snapshot): readonly TraceRequest[] {
  const out = new Map<string, TraceRequest>();
  const mesh = TracedMesh.of(snapshot);
  const add = (request: TraceRequest): void => {
    if (out.size < MOST_REQUESTS) out.set(JSON.stringify(request), request);
  };
  const callers = mesh.model.workloads
    .filter(({ type }) => type === 'sidecar')
    .map(({ namespace, name }) => `${namespace}/${name}`);
  const sources = callers.length > 0 ? callers : ['default/client'];
  const from = (source: string): Pick<TraceRequest, 'from' | 'labels'> =>
    callers.length > 0 ? { from: source } : { from: source, labels: {} };
  for (const rule of mesh.model.rules.all) {
    for (const { sourceLabels, sourceNamespace } of rule.http.flatMap(({ matches }) => matches)) {
      if (sourceLabels.size === 0 && sourceNamespace === '') continue;
      const labels = Object.fromEntries(sourceLabels);
      for (const host of rule.hosts.map((one) => one.replace(/^\*/, 'any'))) {
        for (const port of meshPorts(mesh, rule, host)) {
          for (const variant of variants(rule, host)) {
            add({
              ...variant,
              from: `${sourceNamespace || rule.config.namespace}/caller`,
              labels,
              url: withPort(variant.url, port),
            });
          }
        }
      }
    }
  }
  for (const service of mesh.model.registry.services) {
    const host = service.host.replace(/^\*/, 'any');
    for (const { port, protocol } of service.ports) {
      for (const source of sources) {
        add({
          ...from(source),
          url: `${isHttpOrDetected(protocol) ? 'http' : 'tls'}://${host}:${port}${isHttpOrDetected(protocol) ? '/' : ''}`,
        });
      }
    }
  }
  for (const rule of mesh.model.rules.all) {
    for (const host of rule.hosts.map((one) => one.replace(/^\*/, 'any'))) {
      for (const variant of variants(rule, host)) {
        for (const gateway of rule.gateways) {
          if (gateway === 'mesh') {
            for (const port of meshPorts(mesh, rule, host)) {
              for (const source of sources) add({ ...variant, ...from(source), url: withPort(variant.url, port) });
            }
          } else
            for (const entry of entries(mesh, gateway))
              add({ ...variant, ...entry, url: `${entry.scheme}://${host}:${entry.port}${pathOf(variant.url)}` });
        }
      }
    }
  }
  return [...out.values()].map(({ ...request }) => {
    delete (request as { scheme?: string }).scheme;
    return request;
  });
}

function meshPorts(mesh: TracedMesh, rule: VirtualService, host: string): readonly number[] {
  const named = [...mesh.model.registry.named(host).values()].flatMap(({ ports }) => ports.map(({ port }) => port));
  const asked = rule.http.flatMap(({ matches }) => matches.map(({ port }) => port)).filter((port) => port > 0);
  const all = new Set([...named, ...asked]);
  return all.size > 0 ? [...all] : [80];
}

/** The ways into a gateway: its workload, and each server's port. */
function entries(mesh: TracedMesh, name: string): readonly { at: string; port: number; scheme: 'http' | 'https' }[] {
  const gateway = mesh.model.gateways.find((one) => `${one.namespace}/${one.name}` === name);
  if (!gateway) return [];
  const workload = mesh.model.workloads.find(
    ({ type, labels }) => type === 'router' && selects(textMap(gateway.spec['selector']), labels),
  );
  if (!workload) return [];
  const at = `${workload.namespace}/${workload.name}`;
  const servers = Array.isArray(gateway.spec['servers']) ? (gateway.spec['servers'] as readonly unknown[]) : [];
  return servers.flatMap((server) => {
    const { port, tls } = server as { port?: { number?: number; protocol?: string }; tls?: unknown };
    const number = typeof port?.number === 'number' ? port.number : undefined;
    if (number === undefined) return [];
    return [
      {
        at,
        port: number,
        scheme:
          tls !== undefined && !/^http/i.test(String(port?.protocol).replace(/https/i, 'tls'))
            ? ('https' as const)
            : ('http' as const),
      },
    ];
  });
}

/** One request for each side of every match's boundary. */
function variants(rule: VirtualService, host: string): readonly TraceRequest[] {
  const url = (path: string): string => `http://${host}${path}`;
  const out: TraceRequest[] = [{ url: url('/') }];
  for (const { matches, policy } of rule.http) {
    const rewrite = text(record(record(policy['rewrite'])['uriRegexRewrite'])['match']);
    for (const match of matches) {
      const given = exampleHeaders(match);
      const method = match.method?.kind === 'exact' ? { method: match.method.value } : {};
      for (const path of [...paths(match.uri), ...(rewrite === '' ? [] : [sample(rewrite), sample(rewrite, 'q')])]) {
        if (!path.startsWith('/')) continue;
        out.push({ url: url(path + query(match)), ...given, ...method }, { url: url(path) });
        if (Object.keys(given.headers ?? {}).length > 0) out.push({ url: url(path + query(match)), ...method });
      }
    }
  }
  return out;
}

function paths(uri: StringMatch | undefined): readonly string[] {
  if (!uri || uri.kind === 'present') return ['/'];
  if (uri.kind === 'exact') return [uri.value, `${uri.value}x`];
  if (uri.kind === 'prefix') return [uri.value, `${uri.value}x`, `${uri.value.replace(/\/$/, '')}/x`];
  return [sample(uri.value), sample(uri.value, 'q'), `${sample(uri.value)}/x`];
}

function exampleHeaders(match: HttpMatch): Pick<TraceRequest, 'headers'> {
  const headers: Record<string, string> = {};
  for (const [name, wanted] of match.headers) {
    if (!name.startsWith('@') && !name.startsWith(':')) headers[name] = example(wanted);
  }
  return Object.keys(headers).length > 0 ? { headers } : {};
}

function query(match: HttpMatch): string {
  const parts = [...match.queryParams].map(([name, wanted]) => `${name}=${example(wanted)}`);
  return parts.length > 0 ? `?${parts.join('&')}` : '';
}

function example(match: StringMatch): string {
  return match.kind === 'present' ? 'x' : match.kind === 'regex' ? sample(match.value) : match.value;
}

function pathOf(url: string): string {
  return url.slice(url.indexOf('/', 'http://'.length));
}

function withPort(url: string, port: number): string {
  const start = 'http://'.length;
  const slash = url.indexOf('/', start);
  return `${url.slice(0, slash)}:${port}${url.slice(slash)}`;
}
