/** What the values of Istio's annotations may be; each answers what is wrong, or undefined. */
import { isPrefix } from '../../model/address';
import { proxyConfigProblem } from './proxy-config-value';

type Check = (value: string) => string | undefined;

const when = (isRight: (value: string) => boolean, problem: string): Check => {
  return (value) => (isRight(value) ? undefined : problem);
};

const isWhole = (text: string, most: number): boolean => /^\d+$/.test(text) && Number(text) <= most;
const isPort = (text: string): boolean => isWhole(text.trim(), 65535);
const isPortList = (text: string): boolean => text.trim() === '' || text.trim().split(',').every(isPort);
const isPrefixList = (text: string): boolean => text === '' || text.split(',').every(isPrefix);
const isInterfaceList = (text: string): boolean =>
  text === '' || text.split(',').every((name) => /^[^\s/:,]{1,15}$/.test(name.trim()) && !/^\.\.?$/.test(name.trim()));

const ports = when(isPortList, 'must be port numbers, separated by commas');
const ranges = when(isPrefixList, 'must be CIDR ranges, separated by commas');
const portsOrAll = when(
  (value) => value === '*' || isPortList(value),
  'must be port numbers, separated by commas, or *',
);
const rangesOrAll = when(
  (value) => value === '*' || isPrefixList(value),
  'must be CIDR ranges, separated by commas, or *',
);
const whole = when((value) => isWhole(value, 4294967295), 'must be a whole number');
const interfaces = when(isInterfaceList, 'must be names of network interfaces, separated by commas');
const quantity = when(
  (value) => /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+|[numkMGTPE]|[KMGTPE]i)?$/.test(value),
  'must be a Kubernetes quantity, e.g. 100m or 128Mi',
);
const boolean = when(
  (value) => /^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value),
  'must be true or false',
);
const interception = when(
  (value) => ['REDIRECT', 'TPROXY', 'NONE'].includes(value),
  'must be REDIRECT, TPROXY or NONE',
);

/** Checks by name of the annotation. */
export const VALUE_CHECKS: ReadonlyMap<string, Check> = new Map([
  ['sidecar.istio.io/interceptionMode', interception],
  ['status.sidecar.istio.io/port', when(isPort, 'must be a port number')],
  ['readiness.status.sidecar.istio.io/initialDelaySeconds', whole],
  ['readiness.status.sidecar.istio.io/periodSeconds', whole],
  ['readiness.status.sidecar.istio.io/failureThreshold', whole],
  ['traffic.sidecar.istio.io/includeOutboundIPRanges', rangesOrAll],
  ['traffic.sidecar.istio.io/excludeOutboundIPRanges', ranges],
  ['traffic.sidecar.istio.io/includeInboundPorts', portsOrAll],
  ['traffic.sidecar.istio.io/excludeInboundPorts', ports],
  ['traffic.sidecar.istio.io/excludeOutboundPorts', ports],
  ['traffic.sidecar.istio.io/excludeInterfaces', interfaces],
  ['traffic.sidecar.istio.io/kubevirtInterfaces', interfaces],
  ['istio.io/reroute-virtual-interfaces', interfaces],
  ['prometheus.istio.io/merge-metrics', boolean],
  ['proxy.istio.io/config', proxyConfigProblem],
  ['sidecar.istio.io/proxyCPU', quantity],
  ['sidecar.istio.io/proxyMemory', quantity],
  ['sidecar.istio.io/proxyCPULimit', quantity],
  ['sidecar.istio.io/proxyMemoryLimit', quantity],
]);
