import type {
  DestinationRuleSpecTrafficPolicyProxyProtocol,
  DestinationRuleSpecTrafficPolicyProxyProtocolVersion,
} from '../../../imports/networking.istio.io';

/**
 * Tells the destination the address of the caller at the beginning of each connection.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-ProxyProtocol
 */
export class ProxyProtocol {
  /** As a line of text. */
  public static v1(): ProxyProtocol {
    return new ProxyProtocol('V1');
  }

  /** As bytes. */
  public static v2(): ProxyProtocol {
    return new ProxyProtocol('V2');
  }

  private constructor(private readonly version: `${DestinationRuleSpecTrafficPolicyProxyProtocolVersion}`) {}

  /** @internal */
  public _render(): DestinationRuleSpecTrafficPolicyProxyProtocol {
    // The L1 enum has the same values; routing takes nothing but types from imports/.
    return { version: this.version as DestinationRuleSpecTrafficPolicyProxyProtocolVersion };
  }
}
