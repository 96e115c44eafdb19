import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { Checks } from '../../checks';
import { ConfigurationError } from '../../errors';
import { SharedGateway, type SharedGatewayProps } from '../../gateway';
import { checkDnsLabel, label } from '../../mesh';
import { warnAtValidation } from '../../service';
import { bypasses } from '../bypass';
import { HopRule } from '../hop/hop-rule';
import type { EgressContract } from '../route/contract';
import { EgressAdmission } from './egress-admission';
import { ExistingEgressGateway, type ExistingEgressGatewayProps } from './existing-egress-gateway';
import type { IEgressGateway } from './reference';

/** An egress gateway that any number of routes share. */
export interface EgressGatewayProps extends SharedGatewayProps {
  /**
   * Whether port 80 of the gateway is for plain HTTP, because objects that are not in this App use it so. Mutual TLS of HTTP
   * then arrives at 443, or at the workload's `hopPort`.
   * @default false - mutual TLS of HTTP arrives at 80
   */
  readonly plainHttpHop?: boolean;
  /**
   * Word that names the objects where they lie in another namespace than the chart. A DNS-1123 label.
   * @default - the namespace of the chart
   */
  readonly owner?: string;
}

/**
 * The Gateway through which routes leave the mesh, and the DestinationRule of the way to it. Both grow with the routes; no
 * route changes what another one does.
 *
 * Children: `Resource` (Gateway), `HopRule/Resource` (DestinationRule; of the first Gateway, where several share a workload).
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/
 */
export class EgressGateway extends SharedGateway implements IEgressGateway {
  /** A Gateway of another App, whose namespace this App may not write to. */
  public static existing(props: ExistingEgressGatewayProps): IEgressGateway {
    return new ExistingEgressGateway(props);
  }

  public readonly plainHttpHop: boolean;
  public readonly isOwned = true;
  /** The DestinationRule of the way to the gateway. */
  public readonly hopRule: HopRule;

  constructor(scope: Construct, id: string, props: EgressGatewayProps) {
    const naming = named(scope, id, props);
    super(scope, id, { ...props, ...naming });
    Checks.register(this);
    this.plainHttpHop = props.plainHttpHop ?? false;
    this.hopRule = HopRule.for(this, props.workload, naming.name);
    warnAtValidation(this, () => bypasses(this, undefined));
  }

  /**
   * Takes in a route of another App, which emits its own half with `EgressGateway.existing` and the same contract.
   *
   * @throws ConfigurationError NamespaceMissing, and what EgressRoute refuses
   */
  public admit(contract: EgressContract): EgressAdmission {
    if (contract.namespace === undefined) {
      throw new ConfigurationError('NamespaceMissing', {
        at: this,
        problem: 'the contract of a route of another App names no namespace',
        value: contract.host,
        allowed: 'the namespace of the route',
        fix: 'set namespace in the contract',
      });
    }
    return new EgressAdmission(this, contract.host, this, contract);
  }

  /** Takes in a route of this App. EgressRoute calls it. */
  public accept(scope: Construct, contract: EgressContract): void {
    new EgressAdmission(scope, 'Gateway', this, contract);
  }
}

const NAMES = Symbol.for('cdk8s-istio.EgressGatewayNames');
type Rooted = { [NAMES]?: Set<string> };

/**
 * Where it lies in the chart's own namespace, cdk8s names it by its path; elsewhere its name carries the owner. A second Gateway
 * of one owner for one workload has its id in the name too.
 */
function named(scope: Construct, id: string, props: EgressGatewayProps): { name?: string } {
  if (props.owner !== undefined) checkDnsLabel(props.owner, 'EgressGateway', 'owner');
  if (props.name !== undefined) return { name: props.name };
  const own = Chart.of(scope).namespace;
  const owner = props.owner ?? own;
  const namespace = props.namespace ?? props.workload.namespace;
  if (owner === undefined || own === namespace) return {};
  const root = scope.node.root as unknown as Rooted;
  if (!root[NAMES]) Object.defineProperty(root, NAMES, { value: new Set<string>(), enumerable: false });
  const taken = root[NAMES] as Set<string>;
  const { serviceName } = props.workload;
  const short = label(owner, serviceName);
  const name = taken.has(`${namespace}/${short}`) ? label(owner, `${serviceName}-${id.toLowerCase()}`) : short;
  taken.add(`${namespace}/${name}`);
  return { name };
}
