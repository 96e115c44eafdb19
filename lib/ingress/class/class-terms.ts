import type { GatewayWorkload } from '../../mesh';

/** What an Ingress needs to know of its class. */
export interface ClassTerms {
  /** Name of the IngressClass, as synthesised; undefined where the annotation names the class. */
  readonly className: () => string | undefined;
  /** Annotations of every Ingress of the class. */
  readonly annotations: Readonly<Record<string, string>>;
  /** The Pods that read it, where Istio does. Undefined where another controller reads it. */
  readonly istio?: GatewayWorkload;
}
