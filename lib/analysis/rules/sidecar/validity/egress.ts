import { maybe, number, text, texts } from '../../../model/json';
import type { Problems } from '../../../model/validity/problems';
import {
  addressProblem,
  isDnsLabel,
  partialWildcardProblem,
  portNameProblem,
  portProblem,
  protocolProblem,
  UNIX,
  unixProblem,
  wildcardProblem,
} from '../../../model/validity/values';
import type { Fields } from '../../../../snapshot';

/** `egress` listeners. */
export function checkEgress(problems: Problems, listeners: readonly Fields[]): void {
  const ports = new Set<number>();
  const sockets = new Set<string>();
  listeners.forEach((listener, i) => {
    const path = `spec.egress[${i}]`;
    const port = maybe(listener.port);
    if (!port) {
      if (i < listeners.length - 1)
        problems.error(`${path}.port`, 'a listener without port takes the rest, so it stands last');
    } else {
      checkPort(problems, port, listener, path);
      const value = number(port.number);
      const bind = text(listener.bind);
      if (value === 0) {
        if (sockets.has(bind)) problems.error(`${path}.bind`, 'two listeners have one unix socket');
        sockets.add(bind);
      } else {
        if (ports.has(value)) problems.error(`${path}.port.number`, 'two listeners have one port');
        ports.add(value);
      }
    }
    checkHosts(problems, texts(listener.hosts), `${path}.hosts`);
  });
}

function checkPort(problems: Problems, port: Fields, listener: Fields, path: string): void {
  const bind = text(listener.bind);
  if (number(port.targetPort) > 0)
    problems.error(`${path}.port.targetPort`, 'targetPort has no effect on a Sidecar; remove it');
  if (text(port.name) !== '') problems.error(`${path}.port.name`, portNameProblem(text(port.name)));
  problems.error(`${path}.port.protocol`, protocolProblem(text(port.protocol)));
  if (number(port.number) !== 0) {
    problems.error(`${path}.port.number`, portProblem(port.number));
    if (bind !== '') problems.error(`${path}.bind`, addressProblem(bind));
    return;
  }
  const isUnix = bind.startsWith(UNIX);
  problems.error(
    `${path}.bind`,
    isUnix ? unixProblem(bind.slice(UNIX.length)) : 'port 0 needs a unix socket to bind to',
  );
  if (!['', 'DEFAULT', 'NONE'].includes(text(listener.captureMode))) {
    problems.error(`${path}.captureMode`, 'a unix socket has captureMode DEFAULT or NONE');
  }
}

function checkHosts(problems: Problems, hosts: readonly string[], path: string): void {
  if (hosts.length === 0) problems.error(path, 'an egress listener needs at least one host');
  const byNamespace = new Map<string, Set<string>>();
  hosts.forEach((host, i) => {
    checkRepetition(problems, host, byNamespace, `${path}[${i}]`);
    checkHost(problems, host, `${path}[${i}]`);
  });
  if (byNamespace.get('*')?.has('*') && byNamespace.size > 1) {
    problems.warning(path, '"*/*" selects everything, so the other hosts say nothing');
  }
}

function checkRepetition(problems: Problems, host: string, byNamespace: Map<string, Set<string>>, path: string): void {
  const slash = host.indexOf('/');
  if (slash < 0 || host.startsWith('~')) return;
  const written = host.slice(0, slash);
  const namespace = written === '.' ? problems.resource.namespace : written;
  const name = host.slice(slash + 1);
  const known = byNamespace.get(namespace) ?? new Set<string>();
  byNamespace.set(namespace, known);
  if (name === '*' ? known.size > 0 : known.has(name) || known.has('*')) {
    problems.warning(path, `egress host "${host}" is there already; remove one`);
  }
  known.add(name);
}

function checkHost(problems: Problems, host: string, path: string): void {
  const slash = host.indexOf('/');
  if (slash < 0) {
    problems.error(path, 'an egress host is namespace/name');
    return;
  }
  const [namespace, name] = [host.slice(0, slash), host.slice(slash + 1)];
  if (namespace === '' || name === '') problems.error(path, 'namespace and name of an egress host are not empty');
  const own = namespace.replace(/^~/, '');
  if (own !== '' && own !== '*' && own !== '.' && !isDnsLabel(own)) {
    problems.error(path, `"${namespace}" of the egress host is no namespace`);
  }
  if (name !== '*' && !name.includes('.'))
    problems.error(path, 'a short name is no egress host; write it with its domain');
  problems.error(path, wildcardProblem(name));
  problems.error(path, partialWildcardProblem(name));
}
