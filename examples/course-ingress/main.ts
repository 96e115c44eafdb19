import { join } from 'node:path';
import { App } from 'cdk8s';
import { HelloAnyHost, HelloApp, HelloIngress } from './charts/hello-app';
import { Httpbin, StatusByGateway, StatusByIngress } from './charts/httpbin';

const outdir = process.env.CDK8S_OUTDIR ?? 'dist/course-ingress';

/** Every step is an App of its own: on the cluster a later one replaces the one before. */
function synth(id: string, make: (app: App, id: string) => unknown): void {
  const app = new App({ outdir: join(outdir, id) });
  make(app, id);
  app.synth();
}

synth('1-httpbin', (app, id) => new Httpbin(app, id));
synth('2-status-by-ingress', (app, id) => new StatusByIngress(app, id));
synth('3-status-by-gateway', (app, id) => new StatusByGateway(app, id));
synth('4-hello-app', (app, id) => new HelloApp(app, id));
synth('5-hello-by-ingress', (app, id) => new HelloIngress(app, id));
synth('6-hello-any-host', (app, id) => new HelloAnyHost(app, id));
