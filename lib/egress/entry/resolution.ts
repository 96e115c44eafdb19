import { isIP } from 'node:net';
import { ConfigurationError } from '../../errors';
import type { Endpoint } from './endpoint';

type Kind = 'NONE' | 'STATIC' | 'DNS' | 'DNS_ROUND_ROBIN' | 'DYNAMIC_DNS';

/**
 * How a proxy finds the servers behind a host.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-Resolution
 */
export class Resolution {
  /**
   * By DNS: the host itself, or the endpoints' names. All addresses of an answer are used.
   *
   * @throws ConfigurationError ResolutionMalformed
   */
  public static dns(...endpoints: readonly Endpoint[]): Resolution {
    refuse(endpoints, (one) => one.isSocket, 'Resolution.dns', 'a socket has no DNS name');
    return new Resolution('DNS', endpoints);
  }

  /**
   * By DNS, each new connection to the first address of the latest answer; for hosts with very many addresses.
   *
   * @param endpoint name to look up instead of the host
   * @throws ConfigurationError ResolutionMalformed
   */
  public static dnsRoundRobin(endpoint?: Endpoint): Resolution {
    const endpoints = endpoint ? [endpoint] : [];
    refuse(endpoints, (one) => one.isSocket, 'Resolution.dnsRoundRobin', 'a socket has no DNS name');
    return new Resolution('DNS_ROUND_ROBIN', endpoints);
  }

  /**
   * By fixed addresses or sockets. At least one.
   *
   * @throws ConfigurationError ResolutionMalformed
   */
  public static static(...endpoints: readonly Endpoint[]): Resolution {
    const at = 'Resolution.static';
    if (endpoints.length === 0)
      throw new ConfigurationError('ResolutionMalformed', { at, problem: 'no endpoint is given' });
    refuse(endpoints, (one) => !one.isAddress && !one.isSocket, at, 'an endpoint is neither an address nor a socket');
    return new Resolution('STATIC', endpoints);
  }

  /** By the workloads and WorkloadEntries of the route's namespace that have the labels. At least one label. */
  public static workloads(labels: Readonly<Record<string, string>>): Resolution {
    if (Object.keys(labels).length === 0) {
      throw new ConfigurationError('ResolutionMalformed', {
        at: 'Resolution.workloads',
        problem: 'no label is given, which would select every workload',
      });
    }
    return new Resolution('STATIC', [], labels);
  }

  /** Not at all: each connection goes on to the address that the application dialled. Never behind a gateway. */
  public static none(): Resolution {
    return new Resolution('NONE', []);
  }

  /** By DNS, the name of each request. For wildcard hosts, at sidecars. */
  public static dynamicDns(): Resolution {
    return new Resolution('DYNAMIC_DNS', []);
  }

  private constructor(
    public readonly kind: Kind,
    public readonly endpoints: readonly Endpoint[],
    public readonly labels?: Readonly<Record<string, string>>,
  ) {}
}

/** Whether an address has a prefix length. */
export function isRange(address: string): boolean {
  return address.includes('/');
}

/** Whether the text is an IP address, with or without a prefix length that fits. */
export function isAddressOrRange(text: string): boolean {
  const [address = '', length, ...others] = text.split('/');
  const version = isIP(address);
  if (version === 0 || others.length > 0) return false;
  if (length === undefined) return true;
  const isLength = /^(?:0|[1-9]\d{0,2})$/.test(length) && Number(length) <= (version === 4 ? 32 : 128);
  return isLength && !address.includes('%');
}

function refuse(
  endpoints: readonly Endpoint[],
  unfit: (endpoint: Endpoint) => boolean,
  at: string,
  problem: string,
): void {
  const found = endpoints.find(unfit);
  if (found) throw new ConfigurationError('ResolutionMalformed', { at, problem, value: found.props.address });
}
