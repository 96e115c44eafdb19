import { join } from 'node:path';
import { App, type Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { SockshopIngress } from './exercises/1-ingress';
import { OutsideHost } from './exercises/10-a-service-entry';
import { HttpThroughTheGateway } from './exercises/10-b-egress-http';
import { AllThroughTheGateway } from './exercises/10-c-egress-https';
import { MockshopIngress } from './exercises/2-ingress';
import { TwoHosts } from './exercises/3-gateway';
import { Canary } from './exercises/4a-canary';
import { Mirroring } from './exercises/4b-mirror';
import { ExternalHost } from './exercises/5a-external-host';
import { Https } from './exercises/6-https';
import { RedirectToHttps } from './exercises/7-redirect';
import { TwoCertificates } from './exercises/8-two-certificates';
import { WildcardAndApex } from './exercises/9-wildcard';
import { Dummies } from './workloads/dummies';
import { SockShop } from './workloads/sock-shop';

type ChartClass = new (scope: Construct, id: string) => Chart;

const outdir = process.env.CDK8S_OUTDIR ?? 'dist/book-chapter-4';

/** Every exercise is an App of its own: they replace one another on the cluster. */
const exercises: Readonly<Record<string, ChartClass>> = {
  '1': SockshopIngress,
  '2': MockshopIngress,
  '3': TwoHosts,
  '4a': Canary,
  '4b': Mirroring,
  '5a': ExternalHost,
  '6': Https,
  '7': RedirectToHttps,
  '8': TwoCertificates,
  '9': WildcardAndApex,
  '10-a': OutsideHost,
  '10-b': HttpThroughTheGateway,
  '10-c': AllThroughTheGateway,
};

for (const [name, Exercise] of Object.entries(exercises)) {
  const app = new App({ outdir: join(outdir, name) });
  new Exercise(app, `exercise-${name}`);
  app.synth();
}

const workloads = new App({ outdir: join(outdir, 'workloads') });
new SockShop(workloads, 'sock-shop');
new Dummies(workloads, 'chapter4');
workloads.synth();
