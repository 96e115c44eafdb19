import { PathMatch, RouteMatch } from '../../../lib/routing/match';
import { DirectResponse, directResponseWarnings, Redirect, RedirectPort } from '../../../lib/routing/policy';
import { refusal } from '../../refusal';

describe('Redirect', () => {
  test('elsewhere, with all that differs', () => {
    const redirect = Redirect.to({ scheme: 'https', authority: 'a.com', port: 8443, uri: '/b', code: 308 });
    expect(redirect._render()).toEqual({
      scheme: 'https',
      authority: 'a.com',
      port: 8443,
      uri: '/b',
      redirectCode: 308,
    });
  });

  test('a prefix, and a port of its own', () => {
    const redirect = Redirect.to({ prefix: '/new', derivePort: RedirectPort.FROM_REQUEST_PORT });
    expect(redirect._render()).toEqual({ prefixRewrite: '/new', derivePort: 'FROM_REQUEST_PORT' });
  });

  test.each([301, 302, 303, 307, 308])('H22: %s redirects', (code) => {
    expect(Redirect.to({ scheme: 'https', code })._render().redirectCode).toBe(code);
  });

  test.each([200, 299, 300, 304, 305, 399, 400])('H22: %s does not', (code) => {
    expect(refusal(() => Redirect.to({ scheme: 'https', code })).id).toBe('RedirectCodeUnknown');
  });

  test.each([{}, { code: 301 }, { uri: '' }, { authority: '', scheme: 'https' }])('H20: %j leads nowhere', (props) => {
    expect(refusal(() => Redirect.to(props)).id).toBe('RedirectEmpty');
  });

  test.each([
    { uri: '/a', prefix: '/b' },
    { port: 80, derivePort: RedirectPort.FROM_PROTOCOL_DEFAULT },
  ])('H20: %j contradicts itself', (props) => {
    expect(refusal(() => Redirect.to(props)).id).toBe('RedirectContradicts');
  });

  test.each(['HTTPS', 'ftp'])('H23: the scheme %s is refused', (scheme) => {
    expect(refusal(() => Redirect.to({ scheme })).id).toBe('RedirectSchemeUnknown');
  });

  test.each([0, 65536])('H24: the port %s is refused', (port) => {
    expect(refusal(() => Redirect.to({ port })).id).toBe('PortOutOfRange');
  });

  test('H21: a prefix is replaced only where one was matched', () => {
    const redirect = Redirect.to({ prefix: '/b' });
    const exact = RouteMatch.of({ path: PathMatch.exact('/a') });
    const error = refusal(() => redirect.checkFits(exact, 'chart/route'));
    expect(error.id).toBe('RedirectNeedsPrefix');
    expect(error.path).toBe('chart/route');
    expect(error.value).toBe('/a');
    expect(() => redirect.checkFits(RouteMatch.prefix('/a'), 'chart/route')).not.toThrow();
    expect(() => redirect.checkFits(RouteMatch.all(), 'chart/route')).not.toThrow();
    expect(() => Redirect.to({ uri: '/b' }).checkFits(exact, 'chart/route')).not.toThrow();
  });
});

describe('DirectResponse', () => {
  test('a status alone, with a text, with bytes', () => {
    expect(DirectResponse.of(503)._render()).toEqual({ status: 503 });
    expect(DirectResponse.of(200, 'grüße')._render()).toEqual({ status: 200, body: { string: 'grüße' } });
    expect(DirectResponse.ofBytes(200, 'AAE=')._render()).toEqual({ status: 200, body: { bytes: 'AAE=' } });
  });

  test('the size is that of the bytes', () => {
    expect(DirectResponse.of(200, 'ü').bodySize).toBe(2);
    expect(DirectResponse.ofBytes(200, 'AAE=').bodySize).toBe(2);
    expect(DirectResponse.of(204).bodySize).toBe(0);
  });

  test.each([199, 600, 601, 100])('H25: the status %s is refused', (status) => {
    expect(refusal(() => DirectResponse.of(status)).id).toBe('NumberOutOfRange');
    expect(refusal(() => DirectResponse.ofBytes(status, '')).id).toBe('NumberOutOfRange');
  });

  test('H26: 1 MiB is the limit, in bytes', () => {
    expect(DirectResponse.of(200, 'a'.repeat(1_048_576)).bodySize).toBe(1_048_576);
    expect(refusal(() => DirectResponse.of(200, 'a'.repeat(1_048_577))).id).toBe('BodyTooLarge');
    expect(refusal(() => DirectResponse.of(200, 'ü'.repeat(524_289))).id).toBe('BodyTooLarge');
    const bytes = Buffer.alloc(1_048_577).toString('base64');
    expect(refusal(() => DirectResponse.ofBytes(200, bytes)).id).toBe('BodyTooLarge');
  });

  test('H26: beyond 100 KiB there is a warning', () => {
    expect(directResponseWarnings(DirectResponse.of(200, 'a'.repeat(102_400)))).toEqual([]);
    const [warning, ...others] = directResponseWarnings(DirectResponse.of(200, 'a'.repeat(102_401)));
    expect(others).toEqual([]);
    expect(warning?.id).toBe('BodyLarge');
    expect(warning?.message).toContain('102401 bytes');
  });

  test.each(['a', 'AAE', '=AAE', 'AA-_', 'AA E='])('bytes: "%s" is no base64', (text) => {
    expect(refusal(() => DirectResponse.ofBytes(200, text)).id).toBe('BodyNotBase64');
  });
});
