import { ConfigurationError, type IErrorScope } from '../../errors';
import { checkKind, parseHost } from '../../mesh';
import type { HostTls, IngressHostProps } from './props';
import type { ServedHost } from './via';

/**
 * The hosts in the form they are compared in.
 *
 * @throws ConfigurationError ValueMistyped, HostMissing, HostMalformed, HostTwice, AnyHostImplicit, HostTlsUnknown
 */
export function publicNames(props: IngressHostProps, at: IErrorScope): readonly string[] {
  checkKind(Array.isArray(props.hosts), at, 'hosts', props.hosts, "a list of names, such as ['shop.example']");
  if (props.hosts.length === 0) {
    throw new ConfigurationError('HostMissing', { at, problem: 'no host is served', value: props.hosts });
  }
  const hosts = props.hosts.map((host) => parseHost(host, at, { wildcard: true, any: true }));
  const twice = hosts.find((host, index) => hosts.indexOf(host) !== index);
  if (twice !== undefined) throw new ConfigurationError('HostTwice', { at, problem: 'a host twice', value: twice });
  // A plain TCP port knows no names.
  const nameless = props.tcpPort !== undefined && !props.tls && !props.tlsByHost;
  if (hosts.includes('*') && !props.allowAnyHost && !nameless) {
    throw new ConfigurationError('AnyHostImplicit', { at, problem: '"*" serves every name', value: props.hosts });
  }
  checkHostTls(hosts, props.tlsByHost ?? [], at);
  return hosts;
}

/**
 * Checks that entries of `tlsByHost` are about hosts that are served.
 *
 * @throws ConfigurationError HostTlsUnknown, HostTwice
 */
function checkHostTls(hosts: readonly string[], entries: readonly HostTls[], at: IErrorScope): void {
  const seen = new Set<string>();
  for (const { host } of entries) {
    const name = parseHost(host, at, { wildcard: true, any: true });
    if (!hosts.includes(name)) {
      throw new ConfigurationError('HostTlsUnknown', { at, problem: 'TLS of a host that is not served', value: host });
    }
    if (seen.has(name)) {
      throw new ConfigurationError('HostTwice', { at, problem: 'two TLS settings of a host', value: host });
    }
    seen.add(name);
  }
}

/**
 * Each host with its TLS.
 *
 * @throws ConfigurationError TlsMixed, RedirectToNothing, HostServedNowhere
 */
export function servedHosts(hosts: readonly string[], props: IngressHostProps, at: IErrorScope): ServedHost[] {
  const served = hosts.map((host): ServedHost => {
    const own = (props.tlsByHost ?? []).find((one) => one.host.toLowerCase() === host);
    const tls = own?.tls ?? props.tls;
    return { host, ...(tls ? { tls } : {}) };
  });
  const passed = served.filter(({ tls }) => tls?.isPassedThrough);
  if (passed.length > 0 && passed.length < served.length) {
    const value = passed.map(({ host }) => host);
    throw new ConfigurationError('TlsMixed', { at, problem: 'TLS is passed through for some hosts only', value });
  }
  const plain = served.find(({ tls }) => !tls);
  if (plain && (props.plainHttp?.redirects || props.hsts)) {
    throw new ConfigurationError('RedirectToNothing', {
      at,
      problem: `${plain.host} has no TLS to ${props.hsts ? 'insist on' : 'redirect to'}`,
      value: plain.host,
    });
  }
  if (plain && props.plainHttp?.kind === 'closed' && props.tcpPort === undefined) {
    const problem = `${plain.host} has no TLS, and its plain port is closed`;
    throw new ConfigurationError('HostServedNowhere', { at, problem, value: plain.host });
  }
  return served;
}
