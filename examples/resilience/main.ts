import { join } from 'node:path';
import { App, Duration } from 'cdk8s';
import { Fault } from 'cdk8s-istio';
import { CircuitBreaker, Connections, distribution, failover, sticky } from './charts/connections';
import { FaultForOne, Retries, Timeout } from './charts/requests';

const outdir = process.env.CDK8S_OUTDIR ?? 'dist/resilience';

/** Every chart is an App of its own: they are about the same Services and replace one another on the cluster. */
function synth(id: string, make: (app: App, id: string) => unknown): void {
  const app = new App({ outdir: join(outdir, id) });
  make(app, id);
  app.synth();
}

synth('r5-delay', (app, id) => new FaultForOne(app, id, Fault.delay(Duration.seconds(7), 100)));
synth('r5-abort', (app, id) => new FaultForOne(app, id, Fault.abort(500, 100)));
synth('r6-timeout', (app, id) => new Timeout(app, id));
synth('r7-retries', (app, id) => new Retries(app, id));
synth('r8-circuit-breaker', (app, id) => new CircuitBreaker(app, id));
synth('r12-failover', (app, id) => new Connections(app, id, failover));
synth('r12-distribution', (app, id) => new Connections(app, id, distribution));
synth('r16-sticky', (app, id) => new Connections(app, id, sticky));
