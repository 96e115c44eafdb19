import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { SidecarSpecIngressTlsMode } from '../../../imports/networking.istio.io';
import type { PeerAuthenticationSpec } from '../../../imports/security.istio.io';
import { Checks } from '../../checks';
import { ConfigurationError } from '../../errors';
import { checkPort, Mesh } from '../../mesh';
import { peerAuthentication, sidecar } from '../../resource';

/** TLS from outside the mesh that ends at a workload's own sidecar. */
export interface SidecarTlsProps {
  /** Labels of the workload's Pods. At least one. */
  readonly labels: Readonly<Record<string, string>>;
  /** Port of the sidecar for TLS of clients outside the mesh; the Service's targetPort. 1–65535. */
  readonly tlsPort: number;
  /** Port of the sidecar for clients of the mesh; another targetPort of the Service. 1–65535. */
  readonly meshPort: number;
  /** Port that the application listens on, without TLS. 1–65535. */
  readonly applicationPort: number;
  /** Address that the application listens on. @default 127.0.0.1 */
  readonly applicationAddress?: string;
  /** File with the server's certificate, mounted into the sidecar. */
  readonly serverCertificate: string;
  /** File with its key. */
  readonly privateKey: string;
  /** File with the authority of the clients' certificates; with it they need one. @default - clients need none */
  readonly caCertificates?: string;
  /** Namespace of the workload. @default - the chart's, or Mesh.configure({ defaultNamespace }) */
  readonly namespace?: string;
}

/**
 * Ends TLS from outside the mesh at the sidecar of a workload, beside the mesh's own mutual TLS, which all of its other ports
 * demand. istiod needs `ENABLE_TLS_ON_SIDECAR_INGRESS=true`; Istio calls the feature experimental.
 *
 * Children: `Resource` (Sidecar), `PeerAuthentication`.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/ingress-sidecar-tls-termination/
 */
export class SidecarTls extends Construct {
  public readonly sidecar: ApiObject;
  public readonly peerAuthentication: ApiObject;

  /** @throws ConfigurationError SidecarTlsMalformed, PortOutOfRange */
  constructor(scope: Construct, id: string, props: SidecarTlsProps) {
    super(scope, id);
    check(props, this);
    const namespace = props.namespace ?? Chart.of(this).namespace ?? Mesh.of(this).defaultNamespace;
    const metadata = namespace === undefined ? {} : { namespace };
    const labels = { ...props.labels };
    const defaultEndpoint = `${props.applicationAddress ?? '127.0.0.1'}:${props.applicationPort}`;
    const { tlsPort, meshPort, serverCertificate, privateKey, caCertificates } = props;
    const mode = (caCertificates === undefined ? 'SIMPLE' : 'MUTUAL') as SidecarSpecIngressTlsMode;
    this.sidecar = sidecar(this, 'Resource', metadata, () => ({
      workloadSelector: { labels },
      ingress: [
        {
          port: { number: tlsPort, protocol: 'HTTPS', name: 'https-outside' },
          defaultEndpoint,
          tls: { mode, serverCertificate, privateKey, ...(caCertificates === undefined ? {} : { caCertificates }) },
        },
        { port: { number: meshPort, protocol: 'HTTP', name: 'http-mesh' }, defaultEndpoint },
      ],
    }));
    this.peerAuthentication = peerAuthentication(this, 'PeerAuthentication', metadata, () => ({
      selector: { matchLabels: labels },
      mtls: { mode: STRICT },
      portLevelMtls: { [String(tlsPort)]: { mode: DISABLE } },
    }));
    Checks.register(this);
  }
}

type MtlsMode = NonNullable<PeerAuthenticationSpec['mtls']>['mode'];
type PortMode = NonNullable<PeerAuthenticationSpec['portLevelMtls']>[string]['mode'];

// The L1 module of security.istio.io is loaded on first use only, so its enums are named by their values.
const STRICT = 'STRICT' as MtlsMode;
const DISABLE = 'DISABLE' as PortMode;

function check(props: SidecarTlsProps, at: SidecarTls): void {
  const { labels, tlsPort, meshPort, applicationPort, serverCertificate, privateKey, caCertificates } = props;
  const ports = [tlsPort, meshPort, applicationPort];
  for (const port of ports) checkPort(port, at);
  const file = [serverCertificate, privateKey, caCertificates].find(
    (path) => path !== undefined && !path.startsWith('/'),
  );
  const [problem, value] =
    Object.keys(labels).length === 0
      ? ['no labels, which would mean every workload of the namespace', labels]
      : tlsPort === meshPort
        ? ['one port for both kinds of client', tlsPort]
        : file !== undefined
          ? ['the path of a file is not absolute', file]
          : [undefined, undefined];
  if (problem) throw new ConfigurationError('SidecarTlsMalformed', { at, problem, value });
}
