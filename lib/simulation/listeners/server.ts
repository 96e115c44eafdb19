import type { Fields } from '../../snapshot';
import { compareText, type Config } from '../model/config';
import { flag, isRecord, number, record, records, text, texts } from '../model/fields';
import { isHttp, isTls, parseProtocol, type WireProtocol } from '../model/protocol';
import type { Termination } from './filter-chain';

/** A server of a Gateway. */
export interface Server {
  readonly gateway: Config;
  /** `namespace/name` of the Gateway. */
  readonly gatewayName: string;
  readonly index: number;
  readonly port: number;
  readonly portName: string;
  readonly protocol: WireProtocol;
  readonly protocolText: string;
  readonly bind: string;
  /** `host`, or `namespace/host` where a namespace may bind alone. */
  readonly hosts: readonly string[];
  readonly tls: Fields | undefined;
  readonly mode: string;
  readonly httpsRedirect: boolean;
}

/** The servers of a Gateway; those without a port are left out. */
export function readServers(gateway: Config): readonly Server[] {
  return records(gateway.spec['servers']).flatMap((server, index): Server[] => {
    if (!isRecord(server['port'])) return [];
    const port = server['port'];
    const tls = isRecord(server['tls']) ? server['tls'] : undefined;
    return [
      {
        gateway,
        gatewayName: `${gateway.namespace}/${gateway.name}`,
        index,
        port: number(port['number']) ?? 0,
        portName: text(port['name']),
        protocol: parseProtocol(text(port['protocol'])),
        protocolText: text(port['protocol']),
        bind: text(server['bind']),
        hosts: serverHosts(texts(server['hosts']), gateway.namespace),
        tls,
        mode: tls ? text(tls['mode']) || 'PASSTHROUGH' : '',
        httpsRedirect: flag(record(tls)['httpsRedirect']),
      },
    ];
  });
}

function serverHosts(hosts: readonly string[], namespace: string): readonly string[] {
  const out: string[] = [];
  for (const host of hosts) {
    const [scope = '', name] = host.split('/');
    if (name === undefined) out.push(host);
    else if (scope === '.') out.push(`${namespace}/${name}`);
    else if (scope !== '*') out.push(host);
    else if (name === '*') return ['*'];
    else out.push(name);
  }
  return out;
}

/** Whether bytes of TLS are passed on as they are. */
export function passesThrough(server: Server): boolean {
  return server.tls !== undefined && (server.mode === 'PASSTHROUGH' || server.mode === 'AUTO_PASSTHROUGH');
}

/** Whether it routes HTTP, in clear text or after ending TLS. */
export function servesHttp(server: Server): boolean {
  return isHttp(server.protocol) || (server.protocol === 'HTTPS' && !passesThrough(server));
}

/** Whether it is a TLS server; settings that only redirect do not make it one. */
export function speaksTls(server: Server): boolean {
  return server.tls !== undefined && !isHttp(server.protocol);
}

/** Server names of a TLS server. */
export function serverNames(server: Server): readonly string[] {
  if (!server.tls) return [];
  return [...new Set(server.hosts.map((host) => host.slice(host.indexOf('/') + 1)))].sort(compareText);
}

/** The hosts that a VirtualService of a namespace may bind. */
export function hostsFor(server: Server, namespace: string): readonly string[] {
  return server.hosts.flatMap((host) => {
    const slash = host.indexOf('/');
    if (slash < 0) return [host];
    const scope = host.slice(0, slash);
    return scope === namespace || scope === '*' ? [host.slice(slash + 1)] : [];
  });
}

/** How the server ends TLS; undefined where it does not. */
export function termination(server: Server): Termination | undefined {
  const { tls } = server;
  if (!tls || passesThrough(server)) return undefined;
  // A client that is not verified may have any name.
  const subjectAltNames = tls['insecureSkipVerify'] === true ? [] : texts(tls['subjectAltNames']);
  if (server.mode === 'ISTIO_MUTUAL') return { certificate: 'default', client: 'mesh', subjectAltNames };
  const credential = text(tls['credentialName']) || (texts(tls['credentialNames'])[0] ?? '');
  if (credential === 'builtin://') return { certificate: 'default', client: 'none', subjectAltNames: [] };
  const certificate = credential
    ? credential.includes('://')
      ? credential
      : `kubernetes://${credential}`
    : `file-cert:${text(tls['serverCertificate'])}~${text(tls['privateKey'])}`;
  if (server.mode === 'MUTUAL') return { certificate, client: 'required', subjectAltNames };
  // Envoy looks for a name in the certificate, and so for the certificate too.
  const optional = subjectAltNames.length > 0 ? 'required' : 'optional';
  if (server.mode === 'OPTIONAL_MUTUAL') return { certificate, client: optional, subjectAltNames };
  return { certificate, client: 'none', subjectAltNames: credential ? subjectAltNames : [] };
}

/** Whether istiod's webhook lets a Gateway in. */
export function validGateway(gateway: Config): boolean {
  if (gateway.semantics === 'gateway') return true;
  const servers = records(gateway.spec['servers']);
  if (servers.length === 0) return false;
  const names = servers.map((server) => text(record(server['port'])['name']));
  if (new Set(names).size < names.length) return false;
  return servers.every(validServer);
}

function validServer(server: Fields): boolean {
  const port = record(server['port']);
  const protocol = parseProtocol(text(port['protocol']));
  const tls = isRecord(server['tls']) ? server['tls'] : undefined;
  const value = number(port['number']) ?? 0;
  if (texts(server['hosts']).length === 0 || protocol === 'Unsupported' || protocol === 'UDP') return false;
  if (text(port['name']) === '' || value < 1 || value > 65535) return false;
  if (isTls(protocol)) return tls !== undefined && validTls(tls);
  if (!tls) return true;
  const mode = text(tls['mode']) || 'PASSTHROUGH';
  const files = ['caCertificates', 'privateKey', 'serverCertificate'].some((field) => text(tls[field]) !== '');
  return isHttp(protocol) && mode.endsWith('PASSTHROUGH') && !files;
}

function validTls(tls: Fields): boolean {
  const mode = text(tls['mode']) || 'PASSTHROUGH';
  const files = text(tls['serverCertificate']) !== '' && text(tls['privateKey']) !== '';
  const credential = text(tls['credentialName']) !== '' || texts(tls['credentialNames']).length > 0;
  const sources =
    Number(files) +
    Number(text(tls['credentialName']) !== '') +
    Number(texts(tls['credentialNames']).length > 0) +
    Number(records(tls['tlsCertificates']).length > 0);
  if (mode === 'ISTIO_MUTUAL') {
    return (
      sources === 0 &&
      text(tls['serverCertificate']) === '' &&
      text(tls['privateKey']) === '' &&
      text(tls['caCertificates']) === ''
    );
  }
  if (sources > 1) return false;
  if (mode.endsWith('PASSTHROUGH') || credential) return true;
  if (mode !== 'SIMPLE' && text(tls['caCertificates']) === '') return false;
  return sources === 1;
}
