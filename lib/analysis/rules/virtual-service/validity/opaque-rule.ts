import { isAddress } from '../../../model/address';
import { list, number, objects, texts } from '../../../model/json';
import type { Problems } from '../../../model/validity/problems';
import { labelProblems, portProblem, subnetProblem } from '../../../model/validity/values';
import type { Fields } from '../../../../snapshot';
import { checkRoute } from './destination';
import { checkGatewayNames } from './gateway-names';
import { hostProblem, isWithin } from './hosts';

/** One rule of `tls`. */
export function checkTlsRule(problems: Problems, rule: Fields, path: string): void {
  if (list(rule.match).length === 0) problems.error(`${path}.match`, 'a tls rule needs a match');
  objects(rule.match).forEach((match, i) => {
    const at = `${path}.match[${i}]`;
    const names = texts(match.sniHosts);
    if (names.length === 0) problems.error(`${at}.sniHosts`, 'a tls match needs at least one SNI host');
    names.forEach((name, j) => checkSni(problems, name, `${at}.sniHosts[${j}]`));
    checkMatch(problems, match, at);
  });
  if (list(rule.route).length === 0) problems.error(`${path}.route`, 'a tls rule needs a route');
  checkRoute(problems, rule.route, `${path}.route`);
}

/** One rule of `tcp`. */
export function checkTcpRule(problems: Problems, rule: Fields, path: string): void {
  objects(rule.match).forEach((match, i) => checkMatch(problems.withoutWarnings(), match, `${path}.match[${i}]`));
  if (list(rule.route).length === 0) problems.error(`${path}.route`, 'a tcp rule needs a route');
  checkRoute(problems, rule.route, `${path}.route`);
}

function checkMatch(problems: Problems, match: Fields, at: string): void {
  texts(match.destinationSubnets).forEach((subnet, i) =>
    problems.error(`${at}.destinationSubnets[${i}]`, subnetProblem(subnet)),
  );
  if (number(match.port) !== 0) problems.error(`${at}.port`, portProblem(match.port));
  for (const one of labelProblems(match.sourceLabels)) problems.error(`${at}.sourceLabels`, one);
  checkGatewayNames(problems, texts(match.gateways), `${at}.gateways`);
}

function checkSni(problems: Problems, name: string, path: string): void {
  const { spec } = problems.resource;
  const isGateway = !texts(spec.gateways).includes('mesh') && list(spec.gateways).length > 0;
  const problem = hostProblem(name, isGateway);
  if (problem !== undefined) {
    if (isAddress(name))
      problems.warning(path, `an SNI host cannot be the IP address "${name}": most clients send none`);
    else problems.error(path, problem);
    return;
  }
  const hosts = texts(spec.hosts);
  if (hosts.some((host) => isWithin(name, host))) return;
  problems.error(path, `SNI host "${name}" is none of the hosts: [${hosts.join(', ')}]; add it there`);
}
