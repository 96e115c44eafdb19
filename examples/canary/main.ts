import { join } from 'node:path';
import { App } from 'cdk8s';
import { Workloads } from './bookinfo';
import { ByClaim, Delegated, EdgeAndMesh, ServicePerVersion } from './charts/edge';
import { ArgoRollouts } from './charts/hand-over';
import { AllToV1, ByUser } from './charts/request-routing';
import { HalfToV3, Step, TcpToV2, ThreeVersions } from './charts/traffic-shifting';

const outdir = process.env.CDK8S_OUTDIR ?? 'dist/canary';

/** Every chart is an App of its own: they are about the same Services and replace one another on the cluster. */
function synth(id: string, make: (app: App, id: string) => unknown): void {
  const app = new App({ outdir: join(outdir, id) });
  make(app, id);
  app.synth();
}

synth('workloads', (app, id) => new Workloads(app, id));
synth('r1-all-to-v1', (app, id) => new AllToV1(app, id));
synth('r2-by-user', (app, id) => new ByUser(app, id));
synth('r3-half-to-v3', (app, id) => new HalfToV3(app, id));
synth('r3-three-versions', (app, id) => new ThreeVersions(app, id));
for (const step of [0, 1, 2, 3]) synth(`r3-step-${step}`, (app, id) => new Step(app, id, step));
synth('r4-tcp', (app, id) => new TcpToV2(app, id));
synth('r13-edge-and-mesh', (app, id) => new EdgeAndMesh(app, id));
synth('r14-delegated', (app, id) => new Delegated(app, id));
synth('r15-service-per-version', (app, id) => new ServicePerVersion(app, id));
synth('r17-by-claim', (app, id) => new ByClaim(app, id));
synth('argo-rollouts', (app, id) => new ArgoRollouts(app, id));
