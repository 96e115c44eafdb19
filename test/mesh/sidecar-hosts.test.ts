import { excludes, listsRule, listsService, readHosts } from '../../lib/mesh/sidecar-hosts';

const read = (...hosts: string[]) =>
  [...readHosts(hosts, 'home')].map(([scope, { exact, all, excluded }]) => [scope, [...exact], all, excluded]);

describe("hosts of a Sidecar's egress", () => {
  test.each([
    [['./a.example'], [['home', ['a.example'], ['a.example'], []]]],
    [['*/*.a.example'], [['*', [], ['*.a.example'], []]]],
    [['~shop/a.example'], [['shop', [], [], ['a.example']]]],
    [['~/a.example'], [['*', [], [], ['a.example']]]],
    [['~./a.example'], [['home', [], [], ['a.example']]]],
    [
      ['shop/*', '~shop/a.example', 'b/c'],
      [
        ['shop', [], ['*'], ['a.example']],
        ['b', ['c'], ['c'], []],
      ],
    ],
    [['a.example'], []],
    [['a/b/c'], []],
  ])('%j are, by namespace, %j', (hosts, expected) => expect(read(...hosts)).toEqual(expected));

  const selection = (...hosts: string[]) => readHosts(hosts, 'home').get('home')!;

  test.each([
    [['./a.example'], 'a.example', true],
    [['./a.example'], 'b.example', false],
    [['./b.example', './*.a.example'], 'x.a.example', true],
    [['./*.a.example'], '*.x.a.example', true],
    [['./*.x.a.example'], '*.a.example', false],
    [['./x.a.example'], '*.a.example', false],
  ])('%j list the service %s: %p', (hosts, host, expected) =>
    expect(listsService(selection(...hosts), host)).toBe(expected),
  );

  test.each([
    [['./a.example'], 'a.example', true, true],
    [['./b.example'], 'a.example', false, false],
    [['./b.example', './*.a.example'], 'x.a.example', true, true],
    [['./x.a.example'], '*.a.example', false, true],
    [['./x.a.example', './y.a.example'], '*.b.example', false, false],
  ])('%j list a rule for %s exactly: %p, loosely: %p', (hosts, host, exactly, loosely) => {
    expect(listsRule(selection(...hosts), host, true)).toBe(exactly);
    expect(listsRule(selection(...hosts), host, false)).toBe(loosely);
  });

  test.each([
    [['./*', '~./*.a.example', '~./b.example'], 'x.a.example', true],
    [['./*', '~./*.a.example', '~./b.example'], 'b.example', true],
    [['./*', '~./*.a.example', '~./b.example'], 'c.example', false],
    [['./*', '~./x.a.example'], '*.a.example', false],
  ])('%j take %s away: %p', (hosts, host, expected) => expect(excludes(selection(...hosts), host)).toBe(expected));

  test('a namespace that is not listed takes nothing away', () => expect(excludes(undefined, 'a.example')).toBe(false));
});
