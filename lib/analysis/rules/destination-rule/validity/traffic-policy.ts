import { checkConnectionPool } from '../../../model/validity/connection-pool';
import { isAddress } from '../../../model/address';
import { maybe, number, objects, text } from '../../../model/json';
import type { Problems } from '../../../model/validity/problems';
import { durationProblem, fqdnProblem, portProblem } from '../../../model/validity/values';
import type { Fields } from '../../../../snapshot';
import { checkClientTls } from './client-tls';
import { checkLoadBalancer } from './load-balancer';

const OF_PORT = ['outlierDetection', 'connectionPool', 'loadBalancer', 'tls'];
const OF_POLICY = [...OF_PORT, 'tunnel', 'proxyProtocol', 'retryBudget'];

/** `trafficPolicy` of a DestinationRule or of a subset. */
export function checkTrafficPolicy(problems: Problems, value: unknown, path: string): void {
  const policy = maybe(value);
  if (!policy) return;
  const ports = objects(policy.portLevelSettings);
  if (ports.length === 0 && !hasAny(policy, OF_POLICY)) {
    problems.error(path, 'a trafficPolicy says something, or is left out');
    return;
  }
  if (maybe(policy.tunnel) && maybe(policy.proxyProtocol)) {
    problems.error(path, 'tunnel and proxyProtocol exclude each other');
    return;
  }
  checkParts(problems, policy, path);
  ports.forEach((settings, i) => {
    const at = `${path}.portLevelSettings[${i}]`;
    if (!maybe(settings.port)) problems.error(`${at}.port`, 'settings of a port need a port');
    if (hasAny(settings, OF_PORT)) checkParts(problems.withoutWarnings(), settings, at);
    else problems.error(at, `settings of a port are one of ${OF_PORT.join(', ')}`);
  });
  const tunnel = maybe(policy.tunnel);
  if (tunnel) checkTunnel(problems, tunnel, `${path}.tunnel`);
}

function hasAny(policy: Fields, names: readonly string[]): boolean {
  return names.some((name) => maybe(policy[name]) !== undefined);
}

function checkParts(problems: Problems, policy: Fields, path: string): void {
  const outlier = maybe(policy.outlierDetection);
  if (outlier) checkOutliers(problems, outlier, `${path}.outlierDetection`);
  checkConnectionPool(problems, policy.connectionPool, `${path}.connectionPool`);
  checkLoadBalancer(problems, policy.loadBalancer, outlier !== undefined, `${path}.loadBalancer`);
  checkClientTls(problems, policy.tls, `${path}.tls`);
}

function checkOutliers(problems: Problems, outlier: Fields, path: string): void {
  for (const name of ['baseEjectionTime', 'interval'])
    problems.error(`${path}.${name}`, durationProblem(outlier[name]));
  if (number(outlier.consecutiveErrors) !== 0) {
    problems.warning(
      `${path}.consecutiveErrors`,
      'consecutiveErrors is deprecated; use consecutive5xxErrors or consecutiveGatewayErrors',
    );
  }
  if (outlier.splitExternalLocalOriginErrors !== true && number(outlier.consecutiveLocalOriginFailures) > 0) {
    problems.error(path, 'consecutiveLocalOriginFailures needs splitExternalLocalOriginErrors: true');
  }
  for (const name of ['maxEjectionPercent', 'minHealthPercent']) {
    const percent = number(outlier[name]);
    if (percent < 0 || percent > 100) problems.error(`${path}.${name}`, `percentage ${percent} is not within 0 to 100`);
  }
}

function checkTunnel(problems: Problems, tunnel: Fields, path: string): void {
  const protocol = text(tunnel.protocol);
  if (!['', 'CONNECT', 'POST'].includes(protocol)) {
    problems.error(`${path}.protocol`, `tunnel protocol "${protocol}" is neither CONNECT nor POST`);
  }
  const host = text(tunnel.targetHost);
  if (fqdnProblem(host) !== undefined && !isAddress(host)) {
    problems.error(`${path}.targetHost`, `targetHost "${host}" is neither a host name nor an IP address`);
  }
  const problem = portProblem(tunnel.targetPort);
  if (problem !== undefined) problems.error(`${path}.targetPort`, `target of the tunnel: ${problem}`);
}
