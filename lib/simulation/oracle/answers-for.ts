import type { Snapshot } from '../../snapshot';
import { list, number, record, records, text, textMap } from '../model/fields';
import type { Workload } from '../model/workload';
import { MeshModel } from '../mesh-model';
import type { ProxyRequest } from '../proxy/connection';
import { decide } from '../proxy/decide';
import { DEFAULT_NOW } from '../trace/trace-request';
import { answerOf, type Answer } from './answer';

/** A case: proxies and what they are asked. `mesh` holds its manifests and settings. */
export interface RecordedCase {
  readonly id: string;
  readonly proxies: unknown;
  readonly requests: unknown;
}

/** Answers every request of a case, by request id. */
export function answersFor(recorded: RecordedCase, mesh: Snapshot): ReadonlyMap<string, Answer> {
  const workloads = new Map<string, Workload>();
  for (const [name, proxy] of Object.entries(record(recorded.proxies)))
    workloads.set(name, workloadOf(name, record(proxy)));
  const model = new MeshModel(mesh, [...workloads.values()]);
  const out = new Map<string, Answer>();
  for (const request of records(recorded.requests)) {
    const workload = workloads.get(text(request['proxy']));
    const id = text(request['id']);
    if (!workload) {
      out.set(id, { outcome: 'unsupported', field: `proxy ${text(request['proxy'])}` });
      continue;
    }
    const asked = requestOf(request, workload);
    const decision = decide(model.proxy(workload), asked);
    out.set(id, answerOf(decision, asked.tls !== 'none' && decision.chain?.tls === undefined));
  }
  return out;
}

function workloadOf(name: string, proxy: ReturnType<typeof record>): Workload {
  const router = text(proxy['type']) === 'router';
  const metadata = record(proxy['metadata']);
  return {
    name,
    namespace: text(proxy['namespace']),
    labels: textMap(proxy['labels']),
    type: router ? 'router' : 'sidecar',
    injected: true,
    serviceAccount: text(proxy['serviceAccount']) || 'default',
    acceptsMtls: !router,
    unprivileged: text(metadata['UNPRIVILEGED_POD']) === 'true',
  };
}

function requestOf(request: ReturnType<typeof record>, workload: Workload): ProxyRequest {
  const protocol = text(request['protocol']);
  const tls = text(request['tls']);
  const host = text(request['host']) || text(request['address']);
  const principal = text(request['principal']);
  const alpn = request['alpn'];
  return {
    direction: workload.type === 'sidecar' && text(request['direction']) === 'inbound' ? 'inbound' : 'outbound',
    port: number(request['port']) ?? 0,
    address: text(request['address']),
    protocol: protocol === 'tcp' || protocol === 'http2' ? protocol : 'http',
    tls: tls === 'tls' || tls === 'mtls' ? tls : 'none',
    sni: request['sni'] === undefined ? text(request['host']).replace(/:\d+$/, '') : text(request['sni']),
    alpn: Array.isArray(alpn) ? list(alpn).map(text) : text(alpn) === '' ? [] : text(alpn).split(','),
    host,
    path: text(request['path']) || '/',
    method: text(request['method']) || 'GET',
    headers: new Map([...textMap(request['headers'])].map(([name, value]) => [name.toLowerCase(), value])),
    sourceIp: text(request['sourceIp']) || '127.0.0.1',
    principal: principal === '' ? undefined : principal,
    subjectKnown: true,
    now: number(request['now']) ?? DEFAULT_NOW,
  };
}
