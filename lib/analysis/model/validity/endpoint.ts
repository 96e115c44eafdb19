import { isAddress } from '../address';
import { fields, text } from '../json';
import type { Fields } from '../../../snapshot';
import type { Problems } from './problems';
import { fqdnProblem, labelProblems, portNameProblem, portProblem, UNIX, unixProblem } from './values';

/** A WorkloadEntry, or an endpoint of a ServiceEntry with static resolution: then with the names of its ports. */
export function checkEndpoint(problems: Problems, endpoint: Fields, path: string, ports?: ReadonlySet<string>): void {
  const address = text(endpoint.address);
  if (address === '') {
    const network = text(endpoint.network);
    if (network === '') {
      problems.error(`${path}.address`, 'the address is missing; only an endpoint with a network may be without');
      return;
    }
    problems.warning(`${path}.address`, `the address is missing, so network "${network}" is reached by its gateway`);
  }
  const isUnix = address.startsWith(UNIX);
  if (isUnix) {
    problems.error(`${path}.address`, unixProblem(address.slice(UNIX.length)));
    if (Object.keys(fields(endpoint.ports)).length > 0) {
      problems.error(`${path}.ports`, `unix socket ${address} has no ports`);
    }
  } else if (address !== '' && !isAddress(address)) {
    if (ports) problems.error(`${path}.address`, `"${address}" is no IP address, which static resolution needs`);
    else if (fqdnProblem(address) !== undefined) problems.error(`${path}.address`, neither(address));
  }
  checkPorts(problems, endpoint, path, ports);
  for (const one of labelProblems(endpoint.labels)) problems.error(`${path}.labels`, one);
  if (isUnix && ports && ports.size !== 1)
    problems.error(path, 'an endpoint on a unix socket needs exactly one port of the ServiceEntry');
}

/** An endpoint of a ServiceEntry that is resolved by DNS. */
export function checkDnsEndpoint(problems: Problems, endpoint: Fields, path: string, ports: ReadonlySet<string>): void {
  const address = text(endpoint.address);
  if (!isAddress(address) && fqdnProblem(address) !== undefined) problems.error(`${path}.address`, neither(address));
  for (const one of labelProblems(endpoint.labels)) problems.error(`${path}.labels`, one);
  checkPorts(problems, endpoint, path, ports);
}

function neither(address: string): string {
  return `"${address}" is neither a host name nor an IP address`;
}

function checkPorts(problems: Problems, endpoint: Fields, path: string, known?: ReadonlySet<string>): void {
  for (const [name, port] of Object.entries(fields(endpoint.ports))) {
    const at = `${path}.ports.${name}`;
    if (known && !known.has(name))
      problems.error(at, `port ${text(port)} of the endpoint is none that the ServiceEntry names`);
    problems.error(at, portNameProblem(name));
    problems.error(at, portProblem(port));
  }
}
