import { ConfigurationError } from '../../errors';
import { checkDnsLabel, checkPort } from '../../mesh';
import { isAddressOrRange, isRange } from '../entry/resolution';

const AT = 'Allowance';

/** Ports of a protocol. */
export class AllowedPort {
  /** A port of TCP, 1–65535. */
  public static tcp(port: number): AllowedPort {
    return new AllowedPort('TCP', port, undefined);
  }

  /** A port of UDP, 1–65535. */
  public static udp(port: number): AllowedPort {
    return new AllowedPort('UDP', port, undefined);
  }

  /** All ports of TCP from one to another, both included. */
  public static tcpRange(from: number, to: number): AllowedPort {
    return new AllowedPort('TCP', from, to);
  }

  private constructor(
    private readonly protocol: string,
    private readonly port: number,
    private readonly endPort: number | undefined,
  ) {
    checkPort(port, AT);
    if (endPort === undefined) return;
    checkPort(endPort, AT, 'end of the range');
    if (endPort >= port) return;
    throw new ConfigurationError('AllowanceMalformed', {
      at: AT,
      problem: 'the range ends before it begins',
      value: [port, endPort],
    });
  }

  /** @internal */
  public _render(): object {
    const { protocol, port, endPort } = this;
    // cdk8s-plus wants a number that could be a name as an object with a `value`.
    return { protocol, port: { value: port }, ...(endPort === undefined ? {} : { endPort }) };
  }
}

/** What narrows an allowance. */
export interface AllowanceOptions {
  /** Ports; a port of a Pod, not that of its Service. @default - all ports */
  readonly ports?: readonly AllowedPort[];
}

/** A range with holes. */
export interface CidrAllowanceOptions extends AllowanceOptions {
  /** Ranges inside that stay closed. @default - none */
  readonly except?: readonly string[];
}

/** Which Pods. */
export interface PodsAllowanceOptions extends AllowanceOptions {
  /** Labels of the Pods' namespace; empty for any. @default - the namespace of the policy */
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  /** Labels of the Pods. @default - all of them */
  readonly podLabels?: Readonly<Record<string, string>>;
}

/** The label that Kubernetes itself gives every namespace. */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/**
 * What Pods may reach, or may be reached by, beside what an EgressPolicy allows anyway.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export class Allowance {
  /**
   * Addresses, by range.
   *
   * @throws ConfigurationError AllowanceMalformed
   */
  public static cidr(cidr: string, options: CidrAllowanceOptions = {}): Allowance {
    const malformed = [cidr, ...(options.except ?? [])].find((one) => !isRange(one) || !isAddressOrRange(one));
    if (malformed !== undefined) {
      throw new ConfigurationError('AllowanceMalformed', {
        at: AT,
        problem: 'this is no CIDR range',
        value: malformed,
      });
    }
    const except = options.except ? { except: [...options.except] } : {};
    return new Allowance([{ ipBlock: { cidr, ...except } }], options.ports);
  }

  /** Pods by labels. */
  public static pods(options: PodsAllowanceOptions = {}): Allowance {
    const { namespaceLabels, podLabels } = options;
    const peer = {
      ...(namespaceLabels ? { namespaceSelector: selector(namespaceLabels) } : {}),
      ...(podLabels || !namespaceLabels ? { podSelector: selector(podLabels ?? {}) } : {}),
    };
    return new Allowance([peer], options.ports);
  }

  /**
   * The Pods of a namespace.
   *
   * @throws ConfigurationError NameNotDnsLabel
   */
  public static namespace(namespace: string, options: AllowanceOptions = {}): Allowance {
    checkDnsLabel(namespace, AT, 'namespace');
    return Allowance.pods({ ...options, namespaceLabels: { [NAMESPACE_NAME]: namespace } });
  }

  private constructor(
    private readonly peers: readonly object[],
    private readonly ports: readonly AllowedPort[] | undefined,
  ) {}

  /** This one or another, on the ports of this one. @internal */
  public _or(other: Allowance): Allowance {
    return new Allowance([...this.peers, ...other.peers], this.ports);
  }

  /** @internal */
  public _render(direction: 'to' | 'from'): object {
    const ports = this.ports ? { ports: this.ports.map((port) => port._render()) } : {};
    return { [direction]: this.peers, ...ports };
  }
}

function selector(labels: Readonly<Record<string, string>>): object {
  return Object.keys(labels).length > 0 ? { matchLabels: { ...labels } } : {};
}
