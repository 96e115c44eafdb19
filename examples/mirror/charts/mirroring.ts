import { Chart } from 'cdk8s';
import { CanaryRoute, Mirror, MirrorRoute, RouteMatch, StringMatch } from 'cdk8s-istio';
import type { Construct } from 'constructs';
import { collector, httpbin, shadow, v1, v2 } from '../services';

const GET = RouteMatch.of({ method: StringMatch.exact('GET') });

/** R9: v1 answers, v2 gets a copy of every request. */
export class Everything extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new MirrorRoute(this, 'Httpbin', { service: httpbin, live: v1, mirrors: [Mirror.to(v2, 100)], name: 'httpbin' });
  }
}

/** R10: one request in eight is copied, and only reads, so that nothing is written twice. */
export class SomeReads extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const mirrors = [Mirror.to(v2, 12.5)];
    new MirrorRoute(this, 'Httpbin', { service: httpbin, live: v1, mirrors, match: GET, name: 'httpbin' });
  }
}

/** R11: a tenth to v2, everything to a Service of another namespace. */
export class Several extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const mirrors = [Mirror.to(v2, 10), Mirror.toService(shadow, 100)];
    new MirrorRoute(this, 'Httpbin', { service: httpbin, live: v1, mirrors, name: 'httpbin' });
  }
}

/** R18: copies leave the cluster. A ServiceEntry declares the host; without one nothing is sent and nobody is told. */
export class Outside extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    collector(this);
    const mirrors = [Mirror.toHost('collector.example.com', 80, 5)];
    new MirrorRoute(this, 'Httpbin', { service: httpbin, live: v1, mirrors, name: 'httpbin' });
  }
}

/** A dark launch: the canary has no weight yet and gets copies of everything. */
export class DarkLaunch extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const mirrors = [Mirror.to(v2, 100)];
    new CanaryRoute(this, 'Httpbin', { service: httpbin, stable: v1, canary: v2, weight: 0, mirrors, name: 'httpbin' });
  }
}
