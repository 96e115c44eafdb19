import { list, maybe, objects, text, texts } from '../../../model/json';
import { isTcp } from '../../../model/protocols';
import { checkDnsEndpoint, checkEndpoint } from '../../../model/validity/endpoint';
import type { Problems } from '../../../model/validity/problems';
import { fqdnProblem } from '../../../model/validity/values';
import type { Fields } from '../../../../snapshot';

/** NONE where nothing is written. */
export function resolutionOf(spec: Fields): string {
  return text(spec.resolution) || 'NONE';
}

/** What each way to find endpoints asks of hosts, addresses, ports and endpoints. */
export function checkResolution(problems: Problems): void {
  const { spec } = problems.resource;
  const resolution = resolutionOf(spec);
  const names = new Set(objects(spec.ports).map(({ name }) => text(name)));
  const endpoints = objects(spec.endpoints);
  switch (resolution) {
    case 'NONE':
      if (endpoints.length > 0)
        problems.error('spec.endpoints', 'resolution NONE uses no endpoints; use STATIC or DNS');
      if (maybe(spec.workloadSelector))
        problems.warning('spec.workloadSelector', 'resolution NONE uses no workloads; use STATIC');
      break;
    case 'STATIC':
      endpoints.forEach((one, i) => checkEndpoint(problems, one, `spec.endpoints[${i}]`, names));
      break;
    case 'DNS':
    case 'DNS_ROUND_ROBIN':
      checkDns(problems, resolution, endpoints, names);
      break;
    case 'DYNAMIC_DNS':
      checkDynamicDns(problems);
      break;
    default:
      problems.error('spec.resolution', `resolution "${resolution}" is unknown`);
  }
}

function checkDns(
  problems: Problems,
  resolution: string,
  endpoints: readonly Fields[],
  names: ReadonlySet<string>,
): void {
  const { spec } = problems.resource;
  const hosts = texts(spec.hosts);
  if (endpoints.length === 0) {
    const i = hosts.findIndex((host) => fqdnProblem(host) !== undefined);
    if (i >= 0)
      problems.error(
        `spec.hosts[${i}]`,
        `resolution ${resolution} looks up the host itself, so "${hosts[i]}" must be a full name, without wildcard; else give endpoints`,
      );
  }
  if (resolution === 'DNS_ROUND_ROBIN' && endpoints.length > 1) {
    problems.error('spec.endpoints', 'resolution DNS_ROUND_ROBIN takes one endpoint');
  }
  endpoints.forEach((one, i) => checkDnsEndpoint(problems, one, `spec.endpoints[${i}]`, names));
  const isOpaque = objects(spec.ports).some(({ protocol }) => isTcp(text(protocol)));
  if (list(spec.addresses).length > 0 && hosts.length > 1 && isOpaque) {
    problems.warning(
      'spec.hosts',
      'several hosts with addresses cannot be told apart on a TCP port; write one ServiceEntry each',
    );
  }
}

const DYNAMIC_PROTOCOLS = new Set(['http', 'tls', 'grpc', 'http2']);

function checkDynamicDns(problems: Problems): void {
  const { spec, labels } = problems.resource;
  const hosts = texts(spec.hosts);
  if (hosts.length === 0) problems.error('spec.hosts', 'resolution DYNAMIC_DNS needs a wildcard host');
  hosts.forEach((host, i) => {
    if (!host.startsWith('*')) problems.error(`spec.hosts[${i}]`, 'resolution DYNAMIC_DNS is for wildcard hosts only');
  });
  for (const field of ['addresses', 'endpoints']) {
    if (list(spec[field]).length > 0)
      problems.error(`spec.${field}`, `resolution DYNAMIC_DNS finds the address itself; remove ${field}`);
  }
  objects(spec.ports).forEach(({ protocol }, i) => {
    if (DYNAMIC_PROTOCOLS.has(text(protocol).toLowerCase())) return;
    problems.error(`spec.ports[${i}].protocol`, 'resolution DYNAMIC_DNS is for HTTP, HTTP2, GRPC and TLS');
  });
  const waypoint = labels['istio.io/use-waypoint'] ?? '';
  if (text(spec.location) === 'MESH_INTERNAL' && waypoint !== '' && waypoint.toLowerCase() !== 'none') {
    problems.error('spec.location', 'resolution DYNAMIC_DNS in the mesh does not work with a waypoint', 'CIS0111');
  }
}
