import { HeaderChanges, type HeaderEdits } from '../../../lib/routing/policy';
import { refusal } from '../../refusal';

const request = (edits: HeaderEdits): HeaderChanges => HeaderChanges.of({ request: edits });
const response = (edits: HeaderEdits): HeaderChanges => HeaderChanges.of({ response: edits });

describe('HeaderChanges', () => {
  test('both ways', () => {
    const changes = HeaderChanges.of({
      request: { set: { 'x-a': '1' }, add: { 'X-B': '%REQ(X-ID)%' }, remove: ['x-c'] },
      response: { set: { 'x-d': '100%%' }, add: {}, remove: ['x-e'] },
    });
    expect(changes._render()).toEqual({
      request: { set: { 'x-a': '1' }, add: { 'X-B': '%REQ(X-ID)%' }, remove: ['x-c'] },
      response: { set: { 'x-d': '100%%' }, add: {}, remove: ['x-e'] },
    });
    expect(changes.setsAuthority).toBe(false);
  });

  test('only what was said', () => {
    expect(request({ remove: ['x-a'] })._render()).toEqual({ request: { remove: ['x-a'] } });
    expect(HeaderChanges.of({})._render()).toEqual({});
  });

  test('a header named like a property of every object stays a header', () => {
    const set = JSON.parse('{"__proto__": "1", "constructor": "2"}') as Record<string, string>;
    expect(JSON.stringify(request({ set })._render())).toBe('{"request":{"set":{"__proto__":"1","constructor":"2"}}}');
  });

  test.each([':authority', 'host', 'Host'])('H15: %s can be set in a request', (name) => {
    expect(request({ set: { [name]: 'a.com' } }).setsAuthority).toBe(true);
    expect(request({ add: { [name]: 'a.com' } }).setsAuthority).toBe(true);
  });

  test('H17: but only once', () => {
    const error = refusal(() => request({ set: { host: 'a.com' }, add: { ':authority': 'b.com' } }));
    expect(error.id).toBe('AuthoritySetTwice');
    expect(error.value).toEqual(['host', ':authority']);
  });

  test.each([
    ['H15: a path set', () => request({ set: { ':path': '/a' } })],
    ['H15: a method added', () => request({ add: { ':method': 'GET' } })],
    ['H16: a host removed', () => request({ remove: ['Host'] })],
    ['H16: an authority removed', () => request({ remove: [':authority'] })],
    ['H16: a status set', () => response({ set: { ':status': '200' } })],
    ['H16: a host in an answer', () => response({ set: { host: 'a' } })],
    ['H16: a status removed', () => response({ remove: [':status'] })],
  ])('%s is refused', (_, make) => {
    expect(refusal(make).id).toBe('HeaderNotChangeable');
  });

  test.each(['', 'a b', 'a:b', 'ä', 'a"b'])('H15: the name "%s" is refused', (name) => {
    expect(refusal(() => request({ set: { [name]: 'x' } })).id).toBe('HeaderNameMalformed');
    expect(refusal(() => response({ remove: [name] })).id).toBe('HeaderNameMalformed');
  });

  test.each([
    '',
    'foo',
    'a\tb',
    '100%%',
    '%HOSTNAME%',
    'before %HOSTNAME% after',
    '%DYNAMIC_METADATA(com.a.b)%',
    '%DYNAMIC_METADATA(["com.a", "b"])%',
    '%START_TIME(%s.%3f)%',
    '%REQ(X?Y)%',
    '%REQ(a\\)b)%',
    'grüße',
  ])('V18: the value "%s" is one', (value) => {
    expect(request({ set: { 'x-a': value } })._render()).toEqual({ request: { set: { 'x-a': value } } });
  });

  test.each([
    'abc%123',
    '%START_TIME%%',
    '%',
    'a%',
    '%REQ(%',
    '%REQ()%',
    '%REQ(X)',
    '%REQ(X):10%',
    '100% or 5%',
    'a\nb',
  ])('V18: the value "%s" is none', (value) => {
    const error = refusal(() => request({ add: { 'x-a': value } }));
    expect(error.id).toBe('HeaderValueMalformed');
    expect(error.message).toContain('x-a');
  });
});
