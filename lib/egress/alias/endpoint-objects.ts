import { isIP } from 'node:net';
import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { kubernetesObject } from '../../resource';

/** A port of the Service with the servers' port behind it. */
export interface AliasPort {
  readonly name: string;
  readonly targetPort: number;
}

/** What the endpoints of a Service without selector follow from. */
export interface EndpointObjectsRequest {
  readonly service: string;
  readonly metadata: { readonly namespace?: string };
  readonly addresses: readonly string[];
  readonly ports: readonly AliasPort[];
  /** Whether an Endpoints object is written besides. */
  readonly legacy: boolean;
}

/** The EndpointSlices, one for each family of addresses, and Endpoints for what still reads those. */
export function emitEndpoints(scope: Construct, request: EndpointObjectsRequest): ApiObject[] {
  const slices = ([4, 6] as const).flatMap((version): ApiObject[] => {
    const addresses = request.addresses.filter((address) => isIP(address) === version);
    return addresses.length > 0 ? [slice(scope, request, version, addresses)] : [];
  });
  return request.legacy ? [...slices, legacyEndpoints(scope, request)] : slices;
}

function slice(
  scope: Construct,
  { service, metadata, ports }: EndpointObjectsRequest,
  version: 4 | 6,
  addresses: readonly string[],
): ApiObject {
  return kubernetesObject(scope, `EndpointSliceIPv${version}`, 'EndpointSlice', {
    metadata: { ...metadata, name: `${service}-ipv${version}`, labels: { 'kubernetes.io/service-name': service } },
    addressType: `IPv${version}`,
    endpoints: addresses.map((address) => ({ addresses: [address], conditions: { ready: true } })),
    ports: ports.map(({ name, targetPort }) => ({ name, port: targetPort, protocol: 'TCP' })),
  });
}

/** Kubernetes would copy it into further EndpointSlices, which are there already. */
function legacyEndpoints(scope: Construct, { service, metadata, addresses, ports }: EndpointObjectsRequest): ApiObject {
  return kubernetesObject(scope, 'Endpoints', 'Endpoints', {
    metadata: { ...metadata, name: service, labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
    subsets: [
      {
        addresses: addresses.map((ip) => ({ ip })),
        ports: ports.map(({ name, targetPort }) => ({ name, port: targetPort, protocol: 'TCP' })),
      },
    ],
  });
}
