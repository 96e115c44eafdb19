import type { Clusters } from '../clusters/cluster';
import type { GatewayListeners } from '../listeners/gateway-listeners';
import type { InboundListeners } from '../listeners/inbound';
import type { OutboundListeners } from '../listeners/outbound';
import type { ServiceTarget } from '../listeners/service-targets';
import type { Config } from '../model/config';
import type { MeshSettings } from '../model/mesh-settings';
import type { Workload } from '../model/workload';
import type { Scope } from '../scope/scope';

/** Everything that one proxy is configured with; parts are made when they are first needed. */
export interface Proxy {
  readonly workload: Workload;
  readonly settings: MeshSettings;
  readonly scope: Scope;
  readonly clusters: Clusters;
  readonly outbound: OutboundListeners;
  readonly inbound: InboundListeners;
  readonly gateway: GatewayListeners;
  readonly targets: readonly ServiceTarget[];
  /** What holds for this proxy and is not modelled. */
  readonly unmodelled: string | undefined;
  /** What holds for a Service that it sends to and is not modelled. */
  readonly unmodelledBackend: (namespace: string, name: string) => string | undefined;
  /** AuthorizationPolicies that hold here. */
  readonly authorization: readonly Config[];
  /** RequestAuthentications that hold here. */
  readonly authentication: readonly Config[];
}
