import type { GatewayWorkload } from '../../mesh';
import { Allowance, AllowedPort } from './allowance';
import type { InCluster } from './in-cluster';

const DNS = [AllowedPort.udp(53), AllowedPort.tcp(53)];
const DNS_NAMESPACE = 'kube-system';
/** Where NodeLocal DNSCache listens on every node. */
const NODE_LOCAL_DNS = '169.254.20.10/32';
/** Configuration and certificates of sidecars. */
const ISTIOD = AllowedPort.tcp(15012);
const HEALTH_PORT = 15021;

/** What a NetworkPolicy of an EgressPolicy follows from. */
export interface NetworkPolicyRequest {
  readonly rootNamespace: string;
  readonly gateways: readonly GatewayWorkload[];
  readonly inCluster: InCluster;
  readonly alsoAllow: readonly Allowance[];
  readonly ingress?: readonly Allowance[];
  readonly podLabels: Readonly<Record<string, string>>;
}

/** The `spec`: all that sidecars need, the gateways, the Pods of the cluster, and what else is allowed. */
export function renderNetworkPolicy(request: NetworkPolicyRequest): object {
  const { rootNamespace, gateways, inCluster, alsoAllow, ingress, podLabels } = request;
  const allowed = [
    Allowance.namespace(DNS_NAMESPACE, { ports: DNS })._or(Allowance.cidr(NODE_LOCAL_DNS)),
    Allowance.pods({ namespaceLabels: nameOf(rootNamespace), podLabels: { app: 'istiod' }, ports: [ISTIOD] }),
    ...gateways.map(gatewayPods),
    ...inCluster._allowances(),
    ...alsoAllow,
  ];
  const selects = Object.keys(podLabels).length > 0;
  return {
    podSelector: selects ? { matchLabels: { ...podLabels } } : {},
    policyTypes: ingress ? ['Egress', 'Ingress'] : ['Egress'],
    egress: allowed.map((one) => one._render('to')),
    ...(ingress ? { ingress: ingress.map((one) => one._render('from')) } : {}),
  };
}

/** A NetworkPolicy sees the ports of Pods, behind those of their Service. */
function gatewayPods(workload: GatewayWorkload): Allowance {
  const numbers = workload.ports.filter((one) => one.port !== HEALTH_PORT).map((one) => one.targetPort ?? one.port);
  return Allowance.pods({
    namespaceLabels: nameOf(workload.namespace),
    podLabels: workload.labels,
    ports: [...new Set(numbers)].map((port) => AllowedPort.tcp(port)),
  });
}

function nameOf(namespace: string): Readonly<Record<string, string>> {
  return { 'kubernetes.io/metadata.name': namespace };
}
