import type { IConstruct } from 'constructs';
import { ConfigurationError } from '../../errors';
import type { GatewayWorkload } from '../../mesh';

const CLAIMS = Symbol.for('cdk8s-istio.EgressHosts');
type Rooted = { [CLAIMS]?: Map<string, IConstruct> };

/**
 * Makes a construct the only one that routes a host through the gateways of a namespace. Two would share one subset, and their
 * rules about callers and about TLS to the server would hold for each other.
 *
 * @throws ConfigurationError EgressHostTaken
 */
export function claimGatewayHost(owner: IConstruct, workload: GatewayWorkload, host: string): void {
  const root = owner.node.root as unknown as Rooted;
  if (!root[CLAIMS]) Object.defineProperty(root, CLAIMS, { value: new Map<string, IConstruct>(), enumerable: false });
  const claims = root[CLAIMS] as Map<string, IConstruct>;
  const key = `${workload.namespace}/${host}`;
  const taken = claims.get(key);
  if (taken) {
    throw new ConfigurationError('EgressHostTaken', {
      at: owner,
      problem: `${taken.node.path} routes this host through an egress gateway of ${workload.namespace} already`,
      value: host,
    });
  }
  claims.set(key, owner);
}
