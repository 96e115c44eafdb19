import { list, maybe, number, objects, text, texts } from '../../model/json';
import { SERVICE_ENTRY } from '../../model/kinds';
import { isHttp, isTls } from '../../model/protocols';
import type { Problems } from '../../model/validity/problems';
import { ruleOfKind } from '../../model/validity/rule-of-kind';
import { checkExportTo, checkWorkloadSelector } from '../../model/validity/selectors';
import {
  partialWildcardProblem,
  portNameProblem,
  portProblem,
  protocolProblem,
  subnetProblem,
  wildcardProblem,
} from '../../model/validity/values';
import { checkResolution, resolutionOf } from './validity/resolution';

export const rule = ruleOfKind('valid-service-entry', SERVICE_ENTRY, check, { codes: ['CIS0111'] });

function check(problems: Problems): void {
  if (!checkWorkloadSelector(problems)) return;
  const { spec } = problems.resource;
  if (maybe(spec.workloadSelector) && list(spec.endpoints).length > 0) {
    problems.error('spec', 'workloadSelector and endpoints exclude each other');
  }
  checkHosts(problems);
  checkAddresses(problems);
  checkPorts(problems);
  checkResolution(problems);
  if (resolutionOf(spec) !== 'NONE' && list(spec.hosts).length > 1) {
    const i = objects(spec.ports).findIndex(({ protocol }) => !isHttp(text(protocol)) && !isTls(text(protocol)));
    if (i >= 0)
      problems.error(`spec.ports[${i}].protocol`, 'several hosts on one port are told apart by HTTP or TLS only');
  }
  checkExportTo(problems, { isServiceEntry: true });
}

function checkHosts(problems: Problems): void {
  const { spec } = problems.resource;
  const hosts = texts(spec.hosts);
  if (hosts.length === 0) problems.error('spec.hosts', 'a ServiceEntry needs at least one host');
  hosts.forEach((host, i) => {
    const path = `spec.hosts[${i}]`;
    problems.error(path, host === '*' ? 'host "*" is not allowed; name a domain' : wildcardProblem(host));
    if (host !== '*' && resolutionOf(spec) !== 'DYNAMIC_DNS') problems.warning(path, partialWildcardProblem(host));
  });
}

function checkAddresses(problems: Problems): void {
  const { spec } = problems.resource;
  const addresses = texts(spec.addresses);
  addresses.forEach((address, i) => problems.error(`spec.addresses[${i}]`, subnetProblem(address)));
  if (!addresses.some((address) => address.includes('/')) || ['NONE', 'STATIC'].includes(resolutionOf(spec))) return;
  problems.error('spec.addresses', 'a CIDR range needs resolution NONE or STATIC');
}

function checkPorts(problems: Problems): void {
  const { spec, labels } = problems.resource;
  const names = new Set<string>();
  const numbers = new Set<number>();
  const allocates = resolutionOf(spec) !== 'NONE';
  const isOff = (labels['networking.istio.io/enable-autoallocate-ip'] ?? '').toLowerCase() === 'false';
  objects(spec.ports).forEach((port, i) => {
    const path = `spec.ports[${i}]`;
    const name = text(port.name);
    if (names.has(name)) problems.error(`${path}.name`, `port name "${name}" is used twice`);
    names.add(name);
    const value = number(port.number);
    if (numbers.has(value)) problems.error(`${path}.number`, `port ${value} is there twice`);
    numbers.add(value);
    if (number(port.targetPort) !== 0) problems.error(`${path}.targetPort`, portProblem(port.targetPort));
    const protocol = text(port.protocol);
    if (list(spec.addresses).length === 0 && (protocol === '' || protocol === 'TCP') && !(allocates && !isOff)) {
      // The label is not seen by istioctl's analyzer, so what follows from it has a code of ours.
      problems.warning(
        `${path}.protocol`,
        'a port of protocol TCP, or of none, needs addresses where none are allocated automatically',
        allocates ? 'CIS0111' : 'IST0133',
      );
    }
    problems.error(`${path}.name`, portNameProblem(name));
    problems.error(`${path}.protocol`, protocolProblem(protocol));
    problems.error(`${path}.number`, portProblem(port.number));
  });
}
