import { checkDnsLabel } from '../../mesh';

/**
 * Another VirtualService, without hosts and gateways of its own, that holds the rules for a part of the paths.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate
 */
export class Delegate {
  /** A VirtualService by name. */
  public static to(name: string, namespace: string): Delegate {
    return new Delegate(name, namespace);
  }

  private constructor(
    public readonly name: string,
    public readonly namespace: string,
  ) {
    checkDnsLabel(name, 'Delegate.to');
    checkDnsLabel(namespace, 'Delegate.to', 'namespace');
  }
}
