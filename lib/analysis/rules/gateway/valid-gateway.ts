import { isAddress } from '../../model/address';
import { fields, maybe, number, objects, text, texts } from '../../model/json';
import { GATEWAY } from '../../model/kinds';
import { isHttp, isKnownProtocol, isTls } from '../../model/protocols';
import type { Problems } from '../../model/validity/problems';
import { ruleOfKind } from '../../model/validity/rule-of-kind';
import { checkServerTls, modeOf } from '../../model/validity/server-tls';
import {
  addressProblem,
  isDnsLabel,
  partialWildcardProblem,
  portProblem,
  UNIX,
  unixProblem,
  wildcardProblem,
} from '../../model/validity/values';
import type { Fields } from '../../../snapshot';

export const rule = ruleOfKind('valid-gateway', GATEWAY, (problems) => {
  const { name, spec } = problems.resource;
  if (!isDnsLabel(name))
    problems.error('metadata.name', `name "${name}" of a Gateway must be a DNS label: it has no dots`);
  const servers = objects(spec.servers);
  if (servers.length === 0) problems.error('spec.servers', 'a Gateway needs at least one server');
  servers.forEach((server, i) => checkServer(problems, server, `spec.servers[${i}]`));
  const names = new Set<string>();
  servers.forEach((server, i) => {
    const port = maybe(server.port);
    if (!port) return;
    const portName = text(port.name);
    if (names.has(portName)) {
      problems.error(
        `spec.servers[${i}].port.name`,
        `port name "${portName}" is used by two servers; names are unique`,
      );
    }
    names.add(portName);
    if (fields(server.tls).httpsRedirect === true && !isHttp(text(port.protocol))) {
      problems.warning(`spec.servers[${i}].tls.httpsRedirect`, 'httpsRedirect only works on an HTTP server');
    }
  });
});

function checkServer(problems: Problems, server: Fields, path: string): void {
  const hosts = texts(server.hosts);
  if (hosts.length === 0) problems.error(`${path}.hosts`, 'a server needs at least one host');
  hosts.forEach((host, i) => checkHost(problems, host, `${path}.hosts[${i}]`));
  const isPortRight = checkPort(problems, server, path);
  checkBind(problems, server, path);
  const tls = maybe(server.tls);
  if (tls) checkServerTls(problems, tls, `${path}.tls`);
  if (isPortRight) checkTlsOfProtocol(problems, text(fields(server.port).protocol), tls, path);
}

function checkHost(problems: Problems, host: string, path: string): void {
  const slash = host.indexOf('/');
  const name = host.slice(slash + 1);
  if (slash >= 0) {
    const namespace = host.slice(0, slash);
    if (namespace === '' || name === '') problems.error(path, `host "${host}" has an empty namespace or name`);
    if (namespace !== '*' && namespace !== '.' && !isDnsLabel(namespace)) {
      problems.error(path, `namespace "${namespace}" of the host is neither "*", "." nor a namespace`);
    }
  }
  if (name !== '*' && !name.includes('.'))
    problems.error(path, 'a short name is no host of a Gateway; write it with its domain');
  if (!isAddress(name)) problems.error(path, wildcardProblem(name));
  problems.error(path, partialWildcardProblem(name));
}

/** @returns whether the port is in order */
function checkPort(problems: Problems, server: Fields, path: string): boolean {
  const port = maybe(server.port);
  if (!port) {
    problems.error(`${path}.port`, 'a server needs a port');
    return false;
  }
  const protocol = text(port.protocol);
  const found: [path: string, problem: string | undefined][] = [];
  if (!isKnownProtocol(protocol)) {
    found.push([
      'protocol',
      `protocol "${protocol}" is unknown; use HTTP, HTTPS, GRPC, GRPC-WEB, HTTP2, MONGO, REDIS, MYSQL, TCP or TLS`,
    ]);
  }
  const isUnix = text(server.bind).startsWith(UNIX);
  if (number(port.number) > 0 || !isUnix) found.push(['number', portProblem(port.number)]);
  if (number(port.targetPort) > 0) found.push(['targetPort', 'targetPort has no effect on a Gateway; remove it']);
  if (text(port.name) === '') found.push(['name', `port ${number(port.number)} (${protocol}) needs a name`]);
  for (const [field, problem] of found) problems.error(`${path}.port.${field}`, problem);
  return found.every(([, problem]) => problem === undefined);
}

function checkBind(problems: Problems, server: Fields, path: string): void {
  const bind = text(server.bind);
  if (bind === '') return;
  if (!bind.startsWith(UNIX)) {
    problems.error(`${path}.bind`, addressProblem(bind));
    return;
  }
  problems.error(`${path}.bind`, unixProblem(bind.slice(UNIX.length)));
  const port = number(fields(server.port).number);
  if (port !== 0) problems.error(`${path}.port.number`, `port ${port} must be 0 for a unix socket`);
}

function checkTlsOfProtocol(problems: Problems, protocol: string, tls: Fields | undefined, path: string): void {
  if (isTls(protocol)) {
    if (!tls) problems.error(`${path}.tls`, `a server of protocol ${protocol.toUpperCase()} needs tls`);
    return;
  }
  if (!tls) return;
  if (!isHttp(protocol)) {
    problems.error(`${path}.tls`, 'a server that is neither HTTPS nor TLS cannot have tls');
    return;
  }
  const passes = ['PASSTHROUGH', 'AUTO_PASSTHROUGH'].includes(modeOf(tls));
  const hasFiles = ['caCertificates', 'privateKey', 'serverCertificate'].some((name) => text(tls[name]) !== '');
  if (passes && !hasFiles) return;
  problems.error(
    `${path}.tls`,
    'a plain HTTP server takes only httpsRedirect of tls; use protocol HTTPS to end TLS here',
  );
}
