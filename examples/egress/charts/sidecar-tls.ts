import { Credential, EgressPort, EgressRoute, TlsOrigination } from 'cdk8s-istio';
import type { Scenario } from '../mesh';

/** TLS that the sidecar adds. */
export const sidecarTls: Readonly<Record<string, Scenario>> = {
  /** HTTP inside, HTTPS outside; the application's own HTTPS stays as it is. */
  e5: (chart) => {
    new EgressRoute(chart, 'Cnn', {
      host: 'edition.cnn.com',
      ports: [EgressPort.http(80), EgressPort.https(443)],
      tls: TlsOrigination.simple(),
    });
  },
  /** With a client certificate, which Istio gives to chosen workloads only. */
  e6: (chart) => {
    new EgressRoute(chart, 'Nginx', {
      host: 'my-nginx.mesh-external.example',
      ports: [EgressPort.http(80), EgressPort.https(443)],
      tls: TlsOrigination.mutual(Credential.secret('client-credential')),
      workloads: { app: 'curl' },
      credentialReaders: ['curl'],
    });
  },
};
