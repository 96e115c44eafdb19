import { join } from 'node:path';
import { App, type Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { DarkLaunch, Everything, Outside, Several, SomeReads } from './charts/mirroring';
import { Workloads } from './services';

const outdir = process.env.CDK8S_OUTDIR ?? 'dist/mirror';

/** Every chart is an App of its own: they are about the same Service and replace one another on the cluster. */
const charts: Readonly<Record<string, new (scope: Construct, id: string) => Chart>> = {
  workloads: Workloads,
  'r9-everything': Everything,
  'r10-some-reads': SomeReads,
  'r11-several': Several,
  'r18-outside': Outside,
  'dark-launch': DarkLaunch,
};

for (const [id, Example] of Object.entries(charts)) {
  const app = new App({ outdir: join(outdir, id) });
  new Example(app, id);
  app.synth();
}
