import type { IConstruct } from 'constructs';
import { trace, type Trace, type TraceRequest } from '../simulation';
import { Snapshot, snapshotFromFiles, snapshotOf } from '../snapshot';

const files = new Map<string, Snapshot>();
const constructs = new WeakMap<IConstruct, Snapshot>();

/**
 * Follows a request through an App, a Chart, a snapshot, or a file or folder of YAML. What a construct says is read once: follow
 * requests after everything was added.
 *
 * @throws ConfigurationError RequestMalformed, WorkloadUnknown, GatewayUnknown, and what reading the manifests throws
 *
 * @example
 * expect(traceIn(app, { from: 'default/curl', url: 'http://edition.cnn.com/politics' })).toReach('edition.cnn.com:443', { tls: 'SIMPLE' });
 */
export function traceIn(subject: IConstruct | Snapshot | string, request: TraceRequest): Trace {
  return trace(snapshotFor(subject), request);
}

function snapshotFor(subject: IConstruct | Snapshot | string): Snapshot {
  if (typeof subject === 'string') {
    let snapshot = files.get(subject);
    if (!snapshot) files.set(subject, (snapshot = snapshotFromFiles([subject])));
    return snapshot;
  }
  if (subject instanceof Snapshot) return subject;
  let snapshot = constructs.get(subject);
  if (!snapshot) constructs.set(subject, (snapshot = snapshotOf(subject)));
  return snapshot;
}
