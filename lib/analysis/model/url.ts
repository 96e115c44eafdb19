/** URLs as Go's `net/url` reads them, which istiod and the API server are written in. */
import { isAddress } from './address';

/** What is asked of a URL here. */
export interface Url {
  /** In lower case; empty where there is none. */
  readonly scheme: string;
  /** Digits; empty where there is none. */
  readonly port: string;
}

export interface UrlOptions {
  /** Whether an http(s) host may have one colon only, as Go has it since 1.26. @default true */
  readonly strictColons?: boolean;
}

/** An absolute URL, or a path that begins with a slash: `url.ParseRequestURI`. A `#` begins no fragment there. */
export function requestUrl(text: string, options: UrlOptions = {}): Url | undefined {
  return text === '' ? undefined : parse(text, true, options);
}

/** Any URL, relative ones too, with a fragment: `url.Parse`. */
export function anyUrl(text: string, options: UrlOptions = {}): Url | undefined {
  const hash = text.indexOf('#');
  if (hash < 0) return parse(text, false, options);
  return isEscaped(text.slice(hash + 1)) ? parse(text.slice(0, hash), false, options) : undefined;
}

function parse(text: string, isRequest: boolean, options: UrlOptions): Url | undefined {
  if (/[\u0000-\u001f\u007f]/.test(text) || text.startsWith(':')) return undefined;
  if (text === '*') return { scheme: '', port: '' };
  const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(text)?.[1]?.toLowerCase() ?? '';
  const [rest = ''] = text.slice(scheme === '' ? 0 : scheme.length + 1).split('?');
  const url = { scheme, port: '' };
  if (!rest.startsWith('/')) {
    // `oci:a` names something that is not looked into.
    if (scheme !== '') return url;
    return isRequest || rest.split('/')[0]!.includes(':') || !isEscaped(rest) ? undefined : url;
  }
  const hasAuthority = rest.startsWith('//') && (scheme !== '' || (!isRequest && !rest.startsWith('///')));
  if (!hasAuthority) return isEscaped(rest) ? url : undefined;
  const slash = rest.indexOf('/', 2);
  const [authority, path] = slash < 0 ? [rest.slice(2), ''] : [rest.slice(2, slash), rest.slice(slash)];
  const isStrict = (options.strictColons ?? true) && (scheme === 'http' || scheme === 'https');
  const port = portOf(authority, isStrict);
  return port !== undefined && isEscaped(path) ? { scheme, port } : undefined;
}

/** The port of `user@host:port`, empty where there is none; undefined where the whole is no authority. */
function portOf(authority: string, isStrict: boolean): string | undefined {
  const at = authority.lastIndexOf('@');
  const user = authority.slice(0, Math.max(at, 0));
  if (!/^[A-Za-z0-9\-._~:!$&'()*+,;=%@]*$/.test(user) || !isEscaped(user)) return undefined;
  const host = authority.slice(at + 1);
  if (host.startsWith('[')) {
    const close = host.lastIndexOf(']');
    return host.lastIndexOf('[') === 0 && isLiteral(host.slice(1, close))
      ? portAfter(host.slice(close + 1))
      : undefined;
  }
  if (host.includes('[') || !isHost(host)) return undefined;
  const colon = isStrict ? host.indexOf(':') : host.lastIndexOf(':');
  return colon < 0 ? '' : portAfter(host.slice(colon));
}

/** Digits after a colon, or nothing at all. */
function portAfter(text: string): string | undefined {
  return /^(?::\d*)?$/.test(text) ? text.slice(1) : undefined;
}

/** An IPv6 address; its zone follows `%25`. */
function isLiteral(text: string): boolean {
  const percent = text.indexOf('%25');
  const address = percent < 0 ? text : text.slice(0, percent);
  const zone = percent < 0 ? 'none' : text.slice(percent + '%25'.length);
  return zone !== '' && isZone(zone) && address.includes(':') && !address.includes('%') && isAddress(address);
}

const HOST = /^[A-Za-z0-9\-._~!"$&'()*+,;:<=>[\]\u0080-\uffff]*$/;

/** A host may escape what is not ASCII, and `%` itself. */
function isHost(text: string): boolean {
  return isEscaped(text) && HOST.test(text.replace(/%25|%[89a-fA-F][0-9a-fA-F]/g, ''));
}

/** A zone may also escape what a host may hold, and blanks. */
function isZone(text: string): boolean {
  return isEscaped(text) && HOST.test(text.replace(/%25|%20/g, '').replace(/%([0-9a-fA-F]{2})/g, decoded));
}

function decoded(_: string, hex: string): string {
  const code = parseInt(hex, 16);
  // Escaped bytes beyond ASCII are none that a zone could hold as they are.
  return code < 0x80 ? String.fromCharCode(code) : '/';
}

/** Every `%` is followed by two hexadecimal digits. */
function isEscaped(text: string): boolean {
  return !/%(?![0-9a-fA-F]{2})/.test(text);
}
