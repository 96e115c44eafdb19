import { entries } from './entry';

/** Mistakes that lib/simulation and lib/testing refuse. */
export const simulation = entries({
  RequestMalformed: {
    allowed: 'a URL with http, https, tcp or tls, e.g. http://reviews.shop/, and one of `from` and `at`',
    fix: 'correct the request',
  },
  WorkloadUnknown: {
    allowed: 'a workload of the manifests as namespace/name, or any name with `labels`',
    fix: 'name a workload that the manifests have, or give the labels of the Pods you mean',
  },
  GatewayUnknown: {
    allowed: 'the namespace/name of a gateway workload, of its Service or of a Gateway',
    fix: 'name a gateway that the manifests have',
  },
  TraceExpected: { allowed: 'a trace, as traceIn() gives', fix: 'call expect(traceIn(app, request))' },
});
