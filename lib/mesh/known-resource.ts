import { checkDnsLabel } from './name';

/** A resource that is in the cluster although it is not in the App, so that checks do not miss it. */
export class KnownResource {
  /** A Service that another App or Helm chart installs. */
  public static service(name: string, namespace: string): KnownResource {
    return new KnownResource('Service', namespace, name);
  }

  /** A Secret that somebody else puts there, e.g. External Secrets. */
  public static secret(name: string, namespace: string): KnownResource {
    return new KnownResource('Secret', namespace, name);
  }

  /** A Gateway (networking.istio.io) that another App owns. */
  public static gateway(name: string, namespace: string): KnownResource {
    return new KnownResource('networking.istio.io/Gateway', namespace, name);
  }

  /** A ServiceEntry that another App owns. */
  public static serviceEntry(name: string, namespace: string): KnownResource {
    return new KnownResource('networking.istio.io/ServiceEntry', namespace, name);
  }

  private constructor(
    /** `group/kind`; the core group's kinds have no group. */
    public readonly kind: string,
    public readonly namespace: string,
    public readonly name: string,
  ) {
    checkDnsLabel(namespace, 'KnownResource', 'namespace');
    checkDnsLabel(name, 'KnownResource', 'name');
  }
}
