/** What the App's own Services and Secrets say, where a host depends on it. Objects of other Apps are taken on trust. */
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { ConfigurationError } from '../../errors';
import { type Credential, declaredProtocol, Mesh, Protocol } from '../../mesh';
import type { IngressRoute } from './route';
import type { IngressRequest } from './via';

interface PortOfService {
  readonly port?: number;
  readonly name?: string;
  readonly appProtocol?: string;
}

interface Manifest {
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly spec?: { readonly ports?: readonly PortOfService[] };
  readonly data?: object;
  readonly stringData?: object;
}

/** What is wrong with the Services and Secrets of this App that hosts of one gateway use. */
export function appObjectProblems(scope: Construct, requests: readonly IngressRequest[], namespace: string): string[] {
  const routes = requests.flatMap((request) =>
    request.routes().flatMap((route) => (route.speaks === undefined ? [] : [{ request, route }])),
  );
  const asking = requests.flatMap((request) => clientChecks(request));
  // Most hosts depend on neither, and the App is large.
  if (routes.length === 0 && asking.length === 0) return [];
  const ports = portsOf(scope);
  const secrets = secretsOf(scope, namespace);
  return [
    ...routes.flatMap(({ request, route }) => wrongBackends(request, route, ports)),
    ...asking.flatMap((one) => withoutAuthority(one, secrets, namespace)),
  ];
}

function portsOf(scope: Construct): Map<string, PortOfService> {
  const { clusterDomain } = Mesh.peek(scope);
  const ports = new Map<string, PortOfService>();
  for (const { metadata, spec } of manifests(scope, 'Service')) {
    const host = `${metadata?.name}.${metadata?.namespace}.svc.${clusterDomain}`;
    for (const one of spec?.ports ?? []) ports.set(`${host}:${one.port}`, one);
  }
  return ports;
}

/** Backends whose port does not declare what a gRPC or WebSocket route speaks. */
function wrongBackends(
  { scope, namespace }: IngressRequest,
  { speaks, target }: IngressRoute,
  ports: ReadonlyMap<string, PortOfService>,
): string[] {
  const context = { scope, ...(namespace === undefined ? {} : { namespace }) };
  const destinations = target.branches(context).flatMap((branch) => branch.destinations);
  return destinations.flatMap(({ host, port }) => {
    const found = ports.get(`${host}:${port}`);
    if (!found || isSpoken(speaks, declaredProtocol(found.name, found.appProtocol))) return [];
    const declared = found.appProtocol ?? found.name ?? 'nothing';
    const problem = `${host}:${port} is to speak ${speaks} and declares ${declared}`;
    return [new ConfigurationError('BackendProtocol', { at: scope, problem, value: declared }).message];
  });
}

function isSpoken(what: IngressRoute['speaks'], declared: Protocol | undefined): boolean {
  if (what === 'gRPC') return declared === Protocol.GRPC || declared === Protocol.HTTP2;
  // A port that declares nothing gets HTTP/1.1 from a gateway.
  return declared === undefined || declared === Protocol.HTTP;
}

/** A Secret by which the certificates of clients are checked. */
interface ClientCheck {
  readonly request: IngressRequest;
  readonly own: Credential;
  /** Where the authority has a Secret of its own. */
  readonly authority?: Credential;
}

function clientChecks(request: IngressRequest): ClientCheck[] {
  return request.hosts.flatMap(({ tls }) => {
    const [own] = tls?.credentials ?? [];
    if (!own || (tls?.mode !== 'MUTUAL' && tls?.mode !== 'OPTIONAL_MUTUAL')) return [];
    return [{ request, own, ...(tls.authority ? { authority: tls.authority } : {}) }];
  });
}

function secretsOf(scope: Construct, namespace: string): Map<string, Manifest> {
  const all = manifests(scope, 'Secret').filter(({ metadata }) => metadata?.namespace === namespace);
  return new Map(all.map((one) => [one.metadata?.name ?? '', one]));
}

/** Secrets without the authority of the clients' certificates. */
function withoutAuthority(
  { request, own, authority }: ClientCheck,
  secrets: ReadonlyMap<string, Manifest>,
  namespace: string,
): string[] {
  const { name } = authority ?? own;
  const secret = secrets.get(name);
  const beside = !authority && secrets.has(`${own.name}-cacert`);
  const keys = { ...secret?.data, ...secret?.stringData };
  if (!secret || beside || ['ca.crt', 'cacert'].some((key) => Object.hasOwn(keys, key))) return [];
  const problem = `Secret ${namespace}/${name} has no ca.crt, by which client certificates could be checked`;
  return [new ConfigurationError('CertificateAuthorityMissing', { at: request.scope, problem, value: name }).message];
}

function manifests(scope: Construct, kind: string): Manifest[] {
  return scope.node.root.node
    .findAll()
    .filter((one): one is ApiObject => ApiObject.isApiObject(one) && one.kind === kind)
    .map((one) => one.toJson() as Manifest);
}
