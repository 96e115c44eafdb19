import { Chart, Duration } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import {
  CertificateIssuer,
  Credential,
  IngressCertificate,
  IngressGateway,
  IngressHost,
  PlainHttp,
  RouteMatch,
  ServerTls,
  SidecarTls,
  Target,
  TlsVersion,
} from 'cdk8s-istio';
import { ClusterIssuer } from 'cdk8s-istio/imports/cert-manager.io';
import type { Construct } from 'constructs';
import { helloworld, httpbin, ingress, NAMESPACE } from '../services';

const certificate = (name: string): ServerTls => ServerTls.simple(Credential.secret(name));

/** I3: a certificate, and no plain port. */
export class Https extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: NAMESPACE });
    const via = new IngressGateway(this, 'Gateway', { workload: ingress });
    const host = new IngressHost(this, 'Httpbin', {
      hosts: ['httpbin.example.com'],
      via,
      tls: certificate('httpbin-credential'),
      plainHttp: PlainHttp.CLOSED,
    });
    host.route(RouteMatch.prefix('/status'), Target.service(httpbin));
  }
}

/** I5: two hosts with a certificate each. */
export class TwoCertificates extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: NAMESPACE });
    const via = new IngressGateway(this, 'Gateway', { workload: ingress });
    for (const service of [httpbin, helloworld]) {
      const { name } = service;
      const hosts = [`${name}.example.com`];
      const host = new IngressHost(this, name, { hosts, via, tls: certificate(`${name}-credential`) });
      host.route(RouteMatch.all(), Target.service(service));
    }
  }
}

/** I6: clients need a certificate of an authority whose own certificate is in the Secret, or in one beside it. */
export class ClientCertificates extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: NAMESPACE });
    const via = new IngressGateway(this, 'Gateway', { workload: ingress });
    const strict = new IngressHost(this, 'Strict', {
      hosts: ['strict.example.com'],
      via,
      tls: ServerTls.mutual(Credential.secret('strict-credential'), { minVersion: TlsVersion.V1_3 }),
      plainHttp: PlainHttp.CLOSED,
    });
    strict.route(RouteMatch.all(), Target.service(httpbin));
    const lenient = new IngressHost(this, 'Lenient', {
      hosts: ['lenient.example.com'],
      via,
      tls: ServerTls.optionalMutual(Credential.secret('lenient-credential'), { ca: Credential.secret('partners') }),
      plainHttp: PlainHttp.CLOSED,
    });
    lenient.route(RouteMatch.all(), Target.service(helloworld));
  }
}

/** I7: plain requests are sent to https, and browsers told to stay there. */
export class RedirectToHttps extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: NAMESPACE });
    const via = new IngressGateway(this, 'Gateway', { workload: ingress });
    const host = new IngressHost(this, 'Httpbin', {
      hosts: ['httpbin.example.com'],
      via,
      tls: certificate('httpbin-credential'),
      plainHttp: PlainHttp.REDIRECT,
      hsts: Duration.days(365),
    });
    host.route(RouteMatch.all(), Target.service(httpbin));
  }
}

/** I9: TLS from outside the mesh ends at the workload's own sidecar. */
export class TlsAtTheSidecar extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: NAMESPACE });
    const certs = '/etc/istio/tls-certs';
    new SidecarTls(this, 'Tls', {
      labels: { app: 'httpbin' },
      tlsPort: 9080,
      meshPort: 9081,
      applicationPort: 8080,
      applicationAddress: '0.0.0.0',
      serverCertificate: `${certs}/tls.crt`,
      privateKey: `${certs}/tls.key`,
      caCertificates: `${certs}/ca.crt`,
    });
    new k8s.KubeService(this, 'Service', {
      metadata: { name: 'httpbin', labels: { app: 'httpbin' } },
      spec: {
        selector: { app: 'httpbin' },
        ports: [
          { name: 'https', port: 8443, targetPort: k8s.IntOrString.fromNumber(9080) },
          { name: 'http', port: 8080, targetPort: k8s.IntOrString.fromNumber(9081) },
        ],
      },
    });
  }
}

/** I10: a wildcard and its apex, with a certificate each. */
export class WildcardAndApex extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: NAMESPACE });
    const via = new IngressGateway(this, 'Gateway', { workload: ingress });
    const host = new IngressHost(this, 'Shop', {
      hosts: ['shop.example', '*.shop.example'],
      via,
      tls: certificate('shop-credential'),
      tlsByHost: [{ host: '*.shop.example', tls: certificate('shop-wildcard-credential') }],
    });
    host.route(RouteMatch.all(), Target.service(httpbin));
  }
}

/** I15: cert-manager keeps the certificate; its challenge is answered on the port that redirects all else. */
export class KeptCertificate extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: NAMESPACE });
    const via = new IngressGateway(this, 'Gateway', { workload: ingress });
    // A ClusterIssuer has no namespace, so it is in a chart without one.
    const issuer = new ClusterIssuer(new Chart(this, 'cluster'), 'Issuer', {
      metadata: { name: 'letsencrypt' },
      spec: {
        acme: {
          server: 'https://acme-staging-v02.api.letsencrypt.org/directory',
          privateKeySecretRef: { name: 'letsencrypt-account' },
          solvers: [{ http01: { ingress: { class: 'istio' } } }],
        },
      },
    });
    const dnsNames = ['blog.example.com'];
    const kept = new IngressCertificate(this, 'Certificate', { dnsNames, issuer: CertificateIssuer.of(issuer), via });
    const host = new IngressHost(this, 'Blog', {
      hosts: dnsNames,
      via,
      tls: ServerTls.simple(kept.credential),
      plainHttp: PlainHttp.REDIRECT_BY_RULE,
    });
    host.route(RouteMatch.all(), Target.service(httpbin));
  }
}

/** I18: a host with client certificates beside a wildcard without; reused connections are told to start anew. */
export class StrictBesideRelaxed extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: NAMESPACE });
    const relaxed = new IngressGateway(this, 'Relaxed', { workload: ingress });
    const strict = new IngressGateway(this, 'Strict', { workload: ingress });
    const open = new IngressHost(this, 'Open', {
      hosts: ['*.sec.example'],
      via: relaxed,
      tls: certificate('relaxed-credential'),
    });
    open.route(RouteMatch.all(), Target.service(helloworld));
    const vault = new IngressHost(this, 'Vault', {
      hosts: ['vault.sec.example'],
      via: strict,
      tls: ServerTls.mutual(Credential.secret('vault-credential')),
    });
    vault.route(RouteMatch.all(), Target.service(httpbin));
  }
}
