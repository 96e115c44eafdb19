import type { EgressPort } from '../port/egress-port';
import type { EgressRoute } from '../route/egress-route';
import type { TlsOrigination } from '../tls-origination';

/** A name inside the cluster for a server outside of it. */
export interface ExternalAliasProps {
  /** Name of the Service. */
  readonly name: string;
  /** The server's DNS name; the Service then is an ExternalName. Not with `addresses`. @default - `addresses` count */
  readonly externalName?: string;
  /** The servers' IP addresses; the Service then has them as endpoints. Not with `externalName`. @default - `externalName` counts */
  readonly addresses?: readonly string[];
  /** Port of HTTP; short for `ports: [EgressPort.http(port)]`. 1–65535. @default - `ports` counts */
  readonly port?: number;
  /** Ports of any protocol. @default - `port` counts */
  readonly ports?: readonly EgressPort[];
  /** How an application's plain HTTP to the alias leaves as HTTPS. @default - it leaves as it came */
  readonly tls?: TlsOrigination;
  /** Host that the server expects in requests. @default - `externalName`; with `addresses` the alias, as the application wrote it */
  readonly authority?: string;
  /** The route that declares `externalName` already. @default - the alias declares it, unless it is a Service of the cluster */
  readonly target?: EgressRoute;
  /** As in EgressRoute, for a certificate from a Secret. @default - all workloads */
  readonly workloads?: Readonly<Record<string, string>>;
  /** As in EgressRoute. @default - none */
  readonly credentialReaders?: readonly string[];
  /** Whether an Endpoints object is written beside the EndpointSlice, for what still reads it. @default false */
  readonly legacyEndpoints?: boolean;
  /** Namespace of the Service. @default - the chart's, or Mesh.configure({ defaultNamespace }) */
  readonly namespace?: string;
}
