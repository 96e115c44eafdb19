import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { DestinationRuleSpecSubsets } from '../../../imports/networking.istio.io';
import { type GatewayWorkload, Mesh } from '../../mesh';
import { destinationRule } from '../../resource';

const RULES = Symbol.for('cdk8s-istio.HopRules');
type Rooted = { [RULES]?: Map<string, HopRule> };

/**
 * The one DestinationRule for the Service of an egress gateway, with the subsets of all its routes. It lies in the Service's
 * namespace and is exported to all: any client finds it there, unless its own namespace has a rule for the same host (P1, P2).
 * Istio merges several rules for one host only in part (P3), so Gateways that share a workload share the rule.
 */
export class HopRule extends Construct {
  /** The rule for a workload; made below `scope` the first time. */
  public static for(scope: Construct, workload: GatewayWorkload, name: string | undefined): HopRule {
    const root = scope.node.root as unknown as Rooted;
    if (!root[RULES]) Object.defineProperty(root, RULES, { value: new Map<string, HopRule>(), enumerable: false });
    const rules = root[RULES] as Map<string, HopRule>;
    const host = workload.host(Mesh.of(scope).clusterDomain);
    let rule = rules.get(host);
    if (!rule) rules.set(host, (rule = new HopRule(scope, 'HopRule', host, workload.namespace, name)));
    return rule;
  }

  /** The object that is emitted. */
  public readonly destinationRule: ApiObject;
  private readonly subsets = new Map<string, DestinationRuleSpecSubsets>();

  private constructor(scope: Construct, id: string, host: string, namespace: string, name: string | undefined) {
    super(scope, id);
    const metadata = { ...(name === undefined ? {} : { name }), namespace };
    this.destinationRule = destinationRule(this, 'Resource', metadata, () => ({
      host,
      exportTo: ['*'],
      subsets: [...this.subsets.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    }));
  }

  /** Adds the subset of a host; no host has two routes through one gateway. */
  public add(subset: DestinationRuleSpecSubsets): void {
    this.subsets.set(subset.name, subset);
  }
}
