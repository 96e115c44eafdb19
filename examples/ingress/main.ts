import { join } from 'node:path';
import { App } from 'cdk8s';
import { ClientAddress } from 'cdk8s-istio';
import { Addresses, Tokens } from './charts/access';
import { ByIngress, OutsideBackend, PlainHost, SharedHost, TwoTeams, Upgrades } from './charts/hosts';
import { NetworkLoadBalancer, NodePorts, Passthrough, Tcp } from './charts/opaque';
import {
  ClientCertificates,
  Https,
  KeptCertificate,
  RedirectToHttps,
  StrictBesideRelaxed,
  TlsAtTheSidecar,
  TwoCertificates,
  WildcardAndApex,
} from './charts/tls';
import { DEMO_KEYS } from './jwks';
import { Workloads } from './services';

const outdir = process.env.CDK8S_OUTDIR ?? 'dist/ingress';

/** Every chart is an App of its own: they share one gateway and replace one another on the cluster. */
function synth(id: string, make: (app: App, id: string) => unknown): void {
  const app = new App({ outdir: join(outdir, id) });
  make(app, id);
  app.synth();
}

synth('workloads', (app, id) => new Workloads(app, id));
synth('i1-plain-host', (app, id) => new PlainHost(app, id));
synth('i2-kubernetes-ingress', (app, id) => new ByIngress(app, id));
synth('i3-https', (app, id) => new Https(app, id));
synth('i5-two-certificates', (app, id) => new TwoCertificates(app, id));
synth('i6-client-certificates', (app, id) => new ClientCertificates(app, id));
synth('i7-redirect', (app, id) => new RedirectToHttps(app, id));
synth('i8-passthrough', (app, id) => new Passthrough(app, id));
synth('i9-tls-at-the-sidecar', (app, id) => new TlsAtTheSidecar(app, id));
synth('i10-wildcard-and-apex', (app, id) => new WildcardAndApex(app, id));
synth('i11-shared-host', (app, id) => new SharedHost(app, id));
synth('i12-outside-backend', (app, id) => new OutsideBackend(app, id));
synth('i13-tcp', (app, id) => new Tcp(app, id));
synth('i14-upgrades', (app, id) => new Upgrades(app, id));
synth('i15-cert-manager', (app, id) => new KeptCertificate(app, id));
synth('i17-two-teams', (app, id) => new TwoTeams(app, id));
synth('i18-strict-beside-relaxed', (app, id) => new StrictBesideRelaxed(app, id));
synth('i19-addresses', (app, id) => new Addresses(app, id, ClientAddress.CONNECTION));
synth('i19-forwarded-addresses', (app, id) => new Addresses(app, id, ClientAddress.FORWARDED));
synth('i19-tokens', (app, id) => new Tokens(app, id, DEMO_KEYS));
synth('service-node-port', (app, id) => new NodePorts(app, id));
synth('service-aws-nlb', (app, id) => new NetworkLoadBalancer(app, id));
