import { ConfigurationError, type IErrorScope } from '../../errors';
import { isWildcard } from '../../mesh';
import type { Terms } from '../route/terms';
import { isAddressOrRange, isRange, type Resolution } from './resolution';
import { type EntryOptions, resolutionOf } from './service-entry';

const DYNAMIC_PROTOCOLS: ReadonlySet<string> = new Set(['HTTP', 'HTTP2', 'GRPC', 'TLS']);
const NOT_DYNAMIC = 'DYNAMIC_DNS is for HTTP, HTTP2, GRPC and TLS ports of wildcard hosts without addresses';

/**
 * Refuses what Istio refuses in a ServiceEntry, and what it accepts and cannot do behind a gateway.
 *
 * @throws ConfigurationError EgressResolution, EgressAddress, EgressSeveralTcpHosts, EgressWildcardThroughGateway, EndpointMalformed
 */
export function checkEntry(terms: Terms, options: EntryOptions, hasGateway: boolean, at: IErrorScope): void {
  const resolution = resolutionOf(options, terms);
  if (hasGateway) checkBehindGateway(terms, resolution, at);
  checkAddresses(options, resolution, at);
  checkWildcards(terms, options, resolution, at);
  checkEndpoints(terms, resolution, at);
  const tcp = terms.ports.find((port) => port.family === 'tcp');
  if (tcp && terms.hosts.length > 1 && resolution.kind !== 'NONE') {
    const problem = `port ${tcp.port} carries TCP, which does not say for which of several hosts it is`;
    throw new ConfigurationError('EgressSeveralTcpHosts', { at, problem, value: terms.hosts });
  }
}

function refuse(problem: string, resolution: Resolution, at: IErrorScope): ConfigurationError {
  return new ConfigurationError('EgressResolution', { at, problem, value: resolution.kind });
}

function checkBehindGateway(terms: Terms, resolution: Resolution, at: IErrorScope): void {
  const wildcard = terms.hosts.find(isWildcard);
  if (wildcard !== undefined) {
    const unknowable = terms.ports.find((port) => !port.isDirect && port.family !== 'tls');
    const problem =
      terms.wildcardTarget === undefined
        ? 'the gateway of a wildcard host does not know the server that was dialled, and cannot look up a wildcard'
        : unknowable
          ? `port ${unknowable.port} of a wildcard host behind a gateway is no TLS, and only SNI passes the name on`
          : undefined;
    if (problem) throw new ConfigurationError('EgressWildcardThroughGateway', { at, problem, value: wildcard });
  }
  if (resolution.kind === 'NONE' || resolution.kind === 'DYNAMIC_DNS') {
    throw refuse('the gateway would have to know the address that the application dialled', resolution, at);
  }
  if (resolution.endpoints.some((one) => one.isSocket)) {
    throw refuse('a socket of the caller is not there at the gateway', resolution, at);
  }
}

function checkAddresses({ addresses = [] }: EntryOptions, resolution: Resolution, at: IErrorScope): void {
  const malformed = addresses.find((one) => !isAddressOrRange(one));
  if (malformed !== undefined) {
    throw new ConfigurationError('EgressAddress', { at, problem: 'this is no address', value: malformed });
  }
  const range = addresses.find(isRange);
  if (range !== undefined && resolution.kind !== 'NONE' && resolution.kind !== 'STATIC') {
    const problem = `a range of addresses with resolution ${resolution.kind}, which takes single ones`;
    throw new ConfigurationError('EgressAddress', { at, problem, value: range });
  }
}

function checkWildcards(terms: Terms, options: EntryOptions, resolution: Resolution, at: IErrorScope): void {
  const upstreams = terms.hosts.map((host) => terms.upstreamOf(host));
  const looksUp = resolution.kind === 'DNS' || resolution.kind === 'DNS_ROUND_ROBIN';
  if (looksUp && resolution.endpoints.length === 0 && upstreams.some(isWildcard)) {
    throw refuse('DNS has no address for a wildcard', resolution, at);
  }
  if (resolution.kind !== 'DYNAMIC_DNS') return;
  const fits =
    upstreams.every(isWildcard) &&
    (options.addresses ?? []).length === 0 &&
    terms.ports.every((port) => DYNAMIC_PROTOCOLS.has(port.protocol));
  if (!fits) throw refuse(NOT_DYNAMIC, resolution, at);
}

function checkEndpoints(terms: Terms, { endpoints }: Resolution, at: IErrorScope): void {
  for (const endpoint of endpoints) {
    const unknown = (endpoint.props.ports ?? []).find(({ port }) => !terms.ports.some((one) => one.port === port));
    const problem = unknown
      ? `the route has no port ${unknown.port}, which an endpoint has another number for`
      : endpoint.isSocket && terms.ports.length > 1
        ? 'a socket on a route with several ports'
        : undefined;
    if (problem) throw new ConfigurationError('EndpointMalformed', { at, problem, value: endpoint.props.address });
  }
}
