import { isIP } from 'node:net';
import { ConfigurationError } from '../../errors';
import { checkPort } from '../../mesh';
import { checkWhole, MAX_UINT32 } from '../../routing/value';

/** The port of an endpoint, where it differs from the others'. */
export interface EndpointPort {
  /** Port of the route, as applications dial it. */
  readonly port: number;
  /** Port that this endpoint listens on, 1–65535. */
  readonly targetPort: number;
}

/** A server behind a host. */
export interface EndpointProps {
  /** Address, DNS name, or `unix:///absolute/path`; which of them depends on the resolution. */
  readonly address: string;
  /** Ports that differ. @default - those of the route */
  readonly ports?: readonly EndpointPort[];
  /** Where it is, `region/zone/subzone`. @default - unknown */
  readonly locality?: string;
  /** Share of the requests in relation to other endpoints, 0–4294967295. @default - all the same */
  readonly weight?: number;
  /** Network it is in; another one is reached through a gateway. @default - the caller's */
  readonly network?: string;
  /** Labels, which subsets select by. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** ServiceAccount of a workload that is part of the mesh. @default - none */
  readonly serviceAccount?: string;
}

/**
 * A server behind a host.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry
 */
export class Endpoint {
  /** A server at an address, a DNS name or a socket, on the ports of the route. */
  public static of(props: EndpointProps): Endpoint {
    return new Endpoint(props);
  }

  private constructor(public readonly props: EndpointProps) {
    const at = 'Endpoint.of';
    const { address, ports = [], weight } = props;
    if (typeof address !== 'string' || address === '' || /\s/.test(address)) {
      throw new ConfigurationError('EndpointMalformed', { at, problem: 'the address is empty', value: address });
    }
    if (this.isSocket && (!address.startsWith('unix:///') || ports.length > 0)) {
      throw new ConfigurationError('EndpointMalformed', {
        at,
        problem: ports.length > 0 ? 'a socket has no ports' : 'the path of the socket is not absolute',
        value: address,
      });
    }
    for (const { port, targetPort } of ports) {
      checkPort(port, at);
      checkPort(targetPort, at, 'targetPort');
    }
    if (weight !== undefined) checkWhole(weight, at, { of: 'weight', max: MAX_UINT32 });
  }

  /** Whether it is a file of the caller's Pod. */
  public get isSocket(): boolean {
    return this.props.address.startsWith('unix:');
  }

  /** Whether it is an IP address. */
  public get isAddress(): boolean {
    return isIP(this.props.address) !== 0;
  }
}
