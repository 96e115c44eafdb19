import { Chart } from 'cdk8s';
import { EgressPort, EgressRoute } from 'cdk8s-istio';
import type { Construct } from 'constructs';

/** The mesh learns of an outside host: with REGISTRY_ONLY, its sidecars now let requests to it out. */
export class OutsideHost extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'chapter4' });
    new EgressRoute(this, 'Httpbin', { host: 'httpbin.org', ports: [EgressPort.http(80), EgressPort.tls(443)] });
  }
}
