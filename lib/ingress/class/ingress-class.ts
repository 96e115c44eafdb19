import { type ApiObject, Chart, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { Checks } from '../../checks';
import { ConfigurationError } from '../../errors';
import { GatewayWorkload } from '../../mesh';
import { kubernetesObject } from '../../resource';
import type { IIngressVia, IngressRequest, IServedIngress } from '../host/via';
import type { ClassTerms } from './class-terms';
import { KubernetesIngress } from './kubernetes-ingress';

/** An object with settings of a controller. */
export interface IngressClassParameters {
  /** Its API group. @default - that of core objects */
  readonly apiGroup?: string;
  readonly kind: string;
  readonly name: string;
  /** Its namespace. @default - it has none: its scope is the cluster */
  readonly namespace?: string;
}

/** What is true of Ingresses of one class, whoever made the class. */
export interface IngressClassOptions {
  /** Annotations of every Ingress of the class. @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
  /**
   * The Pods of Istio that serve them, in whose namespace their certificates are.
   * @default GatewayWorkload.istioctlIngress()
   */
  readonly workload?: GatewayWorkload;
  /** Controller that reads them. @default istio.io/ingress-controller */
  readonly controller?: string;
}

/** A class of Ingresses. */
export interface IngressClassProps extends IngressClassOptions {
  /** Name of the IngressClass. @default - derived from the construct path */
  readonly name?: string;
  /** Settings of the controller. @default - none */
  readonly parameters?: IngressClassParameters;
}

const ISTIO = 'istio.io/ingress-controller';

/**
 * A class of Kubernetes Ingresses; an IngressHost with it as `via` becomes an Ingress.
 *
 * Children: `Resource` (IngressClass).
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class
 */
export class IngressClass extends Construct implements IIngressVia {
  /** A class that is in the cluster already. Without the object Istio ignores its Ingresses. */
  public static existing(name: string, options: IngressClassOptions = {}): IIngressVia {
    return new NamedClass({ ...termsOf(options, 'IngressClass.existing'), className: () => name });
  }

  /**
   * The class of the older annotation `kubernetes.io/ingress.class`, which needs no object.
   *
   * @param value the mesh config's `ingressClass`
   */
  public static byAnnotation(value = 'istio', options: IngressClassOptions = {}): IIngressVia {
    const terms = termsOf(options, 'IngressClass.byAnnotation');
    const annotations = { 'kubernetes.io/ingress.class': value, ...terms.annotations };
    return new NamedClass({ ...terms, annotations, className: () => undefined });
  }

  /** The IngressClass. */
  public readonly ingressClass: ApiObject;
  private readonly terms: ClassTerms;

  /** @throws ConfigurationError IngressClassMalformed */
  constructor(scope: Construct, id: string, props: IngressClassProps = {}) {
    super(scope, id);
    const { name, controller = ISTIO, parameters } = props;
    this.terms = { ...termsOf(props, this.node.path), className: () => this.ingressClass.name };
    this.ingressClass = kubernetesObject(this, 'Resource', 'IngressClass', {
      ...(name === undefined ? {} : { metadata: { name } }),
      spec: {
        controller,
        ...(parameters
          ? { parameters: { ...parameters, scope: parameters.namespace === undefined ? 'Cluster' : 'Namespace' } }
          : {}),
      },
    });
    // It belongs to the cluster, and cdk8s gave it the namespace of the chart.
    if (Chart.of(this).namespace !== undefined) this.ingressClass.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
    Checks.register(this);
  }

  /** Takes in a host. IngressHost calls it. */
  public accept(request: IngressRequest): IServedIngress {
    return new KubernetesIngress(this.terms, request);
  }
}

/** A class that another App, or nobody, has made. */
class NamedClass implements IIngressVia {
  constructor(private readonly terms: ClassTerms) {}

  public accept(request: IngressRequest): IServedIngress {
    return new KubernetesIngress(this.terms, request);
  }
}

function termsOf(options: IngressClassOptions, at: string): Omit<ClassTerms, 'className'> {
  const { annotations = {}, controller = ISTIO, workload } = options;
  if (!/^[a-z0-9.-]+\/[A-Za-z0-9_./-]+$/.test(controller) || controller.length > 250) {
    const problem = 'the controller has no such name';
    throw new ConfigurationError('IngressClassMalformed', { at, problem, value: controller });
  }
  const istio = controller === ISTIO ? (workload ?? GatewayWorkload.istioctlIngress()) : undefined;
  return { annotations, ...(istio ? { istio } : {}) };
}
