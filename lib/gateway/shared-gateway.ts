import type { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import type { GatewaySpec } from '../../imports/networking.istio.io';
import { ConfigurationError } from '../errors';
import { checkDnsLabel, checkPort, type GatewayWorkload } from '../mesh';
import { gateway } from '../resource';
import { PortPlan } from './port-plan';
import { Server, type ServerRequest } from './server';

/** A Gateway that several routes add servers to. */
export interface SharedGatewayProps {
  /** The Pods that serve it. */
  readonly workload: GatewayWorkload;
  /** Name of the Gateway: a DNS label, as Istio has it for this kind. @default - derived from the construct path */
  readonly name?: string;
  /** Namespace of the Gateway. @default - the workload's */
  readonly namespace?: string;
}

const PLANS = Symbol.for('cdk8s-istio.PortPlans');

/**
 * One Gateway object that grows by what routes ask for. Requests that agree in port, protocol and TLS become one server; what
 * cannot share a port of the workload is refused, also across several Gateways of one App.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/
 */
export class SharedGateway extends Construct {
  /** The Pods that serve it. */
  public readonly workload: GatewayWorkload;
  public readonly namespace: string;
  /** The object that is emitted. */
  public readonly gateway: ApiObject;
  private readonly servers = new Map<string, Server>();

  constructor(scope: Construct, id: string, props: SharedGatewayProps) {
    super(scope, id);
    this.workload = props.workload;
    this.namespace = props.namespace ?? props.workload.namespace;
    if (props.name !== undefined) checkDnsLabel(props.name, this);
    const metadata = { ...(props.name === undefined ? {} : { name: props.name }), namespace: this.namespace };
    this.gateway = gateway(this, 'Resource', metadata, () => this.spec());
    this.node.addValidation({ validate: () => this.problems() });
  }

  /** `namespace/name`, as VirtualServices of any namespace have to name it. */
  public get reference(): string {
    return `${this.namespace}/${this.gateway.name}`;
  }

  /** The ports of the workload, across all Gateways of the App that select it. */
  public get plan(): PortPlan {
    return planOf(this, this.workload);
  }

  /**
   * Adds a server, or hosts to a server that is there.
   *
   * @throws ConfigurationError PortOutOfRange, GatewayPortNotOffered, GatewayPortTaken, GatewayHostTaken
   */
  public addServer(request: ServerRequest): void {
    checkPort(request.port, request.owner, 'gateway port');
    if (!this.workload.offers(request.port)) throw notOffered(request, this.workload);
    this.plan.claim(request);
    const server = new Server(request);
    const known = this.servers.get(server.key) ?? server;
    known.add(request.hosts);
    this.servers.set(server.key, known);
  }

  private problems(): string[] {
    // A patch may have added a server.
    if (this.servers.size > 0 || this.gateway.toJson().spec?.servers?.length > 0) return [];
    return [new ConfigurationError('GatewayUnused', { at: this, problem: 'nothing uses the gateway' }).message];
  }

  private spec(): GatewaySpec {
    const servers = [...this.servers.values()].sort((a, b) => a.port - b.port || (a.key < b.key ? -1 : 1));
    return { selector: { ...this.workload.labels }, servers: servers.map((server) => server.render()) };
  }
}

type Rooted = { [PLANS]?: Map<string, PortPlan> };

function planOf(scope: IConstruct, { namespace, labels }: GatewayWorkload): PortPlan {
  const root = scope.node.root as unknown as Rooted;
  if (!root[PLANS]) Object.defineProperty(root, PLANS, { value: new Map<string, PortPlan>(), enumerable: false });
  const plans = root[PLANS] as Map<string, PortPlan>;
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  const key = JSON.stringify([namespace, sorted]);
  let plan = plans.get(key);
  if (!plan) plans.set(key, (plan = new PortPlan()));
  return plan;
}

function notOffered({ owner, port }: ServerRequest, workload: GatewayWorkload): ConfigurationError {
  return new ConfigurationError('GatewayPortNotOffered', {
    at: owner,
    problem: `Service ${workload.namespace}/${workload.serviceName} does not offer port ${port}`,
    value: port,
    allowed: workload.ports.map((one) => one.port).join(', '),
  });
}
