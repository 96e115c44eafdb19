import { fields, list, maybe, number, text } from '../../../model/json';
import { isHttp, isTls } from '../../../model/protocols';
import { checkConnectionPool } from '../../../model/validity/connection-pool';
import type { Problems } from '../../../model/validity/problems';
import { checkServerTls, modeOf } from '../../../model/validity/server-tls';
import {
  addressProblem,
  portNameProblem,
  portProblem,
  protocolProblem,
  UNIX,
  unixProblem,
} from '../../../model/validity/values';
import type { Fields } from '../../../../snapshot';

const LOCAL = new Set(['', '127.0.0.1', '0.0.0.0', '::1', '::']);

/** `ingress` listeners. */
export function checkIngress(problems: Problems, listeners: readonly Fields[]): void {
  const ports = new Set<number>();
  listeners.forEach((listener, i) => {
    const path = `spec.ingress[${i}]`;
    const port = maybe(listener.port);
    if (!port) {
      problems.error(`${path}.port`, 'an ingress listener needs a port');
      return;
    }
    checkPort(problems, port, `${path}.port`);
    const bind = text(listener.bind);
    if (bind !== '') problems.error(`${path}.bind`, addressProblem(bind));
    if (ports.has(number(port.number))) problems.error(`${path}.port.number`, 'two listeners have one port');
    ports.add(number(port.number));
    checkEndpoint(problems, text(listener.defaultEndpoint), `${path}.defaultEndpoint`);
    const tls = maybe(listener.tls);
    if (tls) checkTls(problems, tls, text(port.protocol), `${path}.tls`);
    checkConnectionPool(problems, listener.connectionPool, `${path}.connectionPool`);
    if (maybe(fields(listener.connectionPool).http) && !isHttp(text(port.protocol))) {
      problems.warning(
        `${path}.connectionPool.http`,
        `HTTP settings have no effect on port ${number(port.number)} ("${text(port.name)}") of protocol ${text(port.protocol)}`,
      );
    }
  });
}

/** Number, name and protocol of a listener's port. */
export function checkPort(problems: Problems, port: Fields, path: string): void {
  if (number(port.targetPort) > 0)
    problems.error(`${path}.targetPort`, 'targetPort has no effect on a Sidecar; remove it');
  if (text(port.name) !== '') problems.error(`${path}.name`, portNameProblem(text(port.name)));
  problems.error(`${path}.protocol`, protocolProblem(text(port.protocol)));
  problems.error(`${path}.number`, portProblem(port.number));
}

function checkEndpoint(problems: Problems, endpoint: string, path: string): void {
  if (endpoint === '') return;
  if (endpoint.startsWith(UNIX)) {
    problems.error(path, unixProblem(endpoint.slice(UNIX.length)));
    return;
  }
  const found = /^(?:\[([^\]]*)\]|([^:\]]*)):([^:]*)$/.exec(endpoint);
  if (!found) problems.error(path, `"${endpoint}" is not of the form host:port`);
  if (!LOCAL.has(found?.[1] ?? found?.[2] ?? '')) {
    problems.error(path, 'defaultEndpoint is 127.0.0.1, 0.0.0.0, [::1] or [::] with a port, or unix:// and a path');
  }
  const port = found?.[3] ?? '';
  problems.error(path, /^[-+]?\d+$/.test(port) ? portProblem(Number(port)) : `"${port}" of defaultEndpoint is no port`);
}

function checkTls(problems: Problems, tls: Fields, protocol: string, path: string): void {
  const given = ['subjectAltNames', 'credentialNames', 'tlsCertificates'].filter((name) => list(tls[name]).length > 0);
  if (tls.httpsRedirect === true) given.push('httpsRedirect');
  if (text(tls.credentialName) !== '') given.push('credentialName');
  for (const name of given) problems.error(`${path}.${name}`, `a Sidecar does not support ${name}`);
  const mode = modeOf(tls);
  if (mode === 'ISTIO_MUTUAL' || mode === 'AUTO_PASSTHROUGH') {
    problems.error(`${path}.mode`, `a Sidecar's listener cannot have mode ${mode}`);
  }
  if (!isTls(protocol)) problems.error(path, 'tls needs a port of protocol HTTPS or TLS');
  checkServerTls(problems, tls, path);
}
