import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { NAMESPACE } from './mesh';
import { scenarios } from './scenarios';

const outdir = process.env.CDK8S_OUTDIR ?? 'dist/egress';

/** Every scenario is an App of its own: many are about the same host and replace one another on a cluster. */
for (const [id, add] of Object.entries(scenarios)) {
  const app = new App({ outdir: join(outdir, id) });
  add(new Chart(app, id, { namespace: NAMESPACE }));
  app.synth();
}
