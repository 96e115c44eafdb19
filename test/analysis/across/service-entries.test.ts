import { found, serviceEntry } from './found';

type Json = Readonly<Record<string, unknown>>;

describe('duplicate-service-entry', () => {
  const entry = (id: string, more: Json = {}) =>
    serviceEntry(id, { hosts: ['a.b'], ports: [{ number: 443 }], resolution: 'DNS', ...more });
  const paths = (...manifests: Json[]) =>
    found('duplicate-service-entry', manifests).map((one) => one.split(' ').slice(2).join(' '));

  test.each<[string, Json[], string[]]>([
    ['one alone', [entry('n/a')], []],
    ['two that are alike', [entry('n/a'), entry('n/b')], []],
    ['endpoints', [entry('n/a', { endpoints: [{ address: 'x.y' }] }), entry('n/b')], []],
    ['a resolution', [entry('n/a'), entry('n/b', { resolution: 'STATIC' })], ['ServiceEntry n/b spec.resolution']],
    ['the default resolution', [entry('n/a', { resolution: 'NONE' }), entry('n/b', { resolution: undefined })], []],
    ['a location', [entry('n/a'), entry('n/b', { location: 'MESH_INTERNAL' })], ['ServiceEntry n/b spec.location']],
    ['the default location', [entry('n/a'), entry('n/b', { location: 'MESH_EXTERNAL' })], []],
    ['addresses', [entry('n/a'), entry('n/b', { addresses: ['192.0.2.1'] })], ['ServiceEntry n/b spec.addresses']],
    [
      'addresses in another order',
      [
        entry('n/a', { addresses: ['192.0.2.1', '192.0.2.2'] }),
        entry('n/b', { addresses: ['192.0.2.2', '192.0.2.1'] }),
      ],
      [],
    ],
    ['another port', [entry('n/a'), entry('n/b', { resolution: 'STATIC', ports: [{ number: 80 }] })], []],
    ['another host', [entry('n/a'), entry('n/b', { resolution: 'STATIC', hosts: ['c.d'] })], []],
    ['another namespace', [entry('n/a'), entry('m/b', { resolution: 'STATIC' })], []],
    [
      'the host in other letters',
      [entry('n/a'), entry('n/b', { resolution: 'STATIC', hosts: ['A.b'] })],
      ['ServiceEntry n/b spec.resolution'],
    ],
    [
      'several hosts and ports, told once',
      [
        entry('n/a', { hosts: ['a.b', 'c.d'], ports: [{ number: 443 }, { number: 80 }] }),
        entry('n/b', { hosts: ['a.b', 'c.d'], ports: [{ number: 443 }, { number: 80 }], resolution: 'STATIC' }),
      ],
      ['ServiceEntry n/b spec.resolution'],
    ],
    ['one that says it twice', [entry('n/a', { hosts: ['a.b', 'a.b'] })], []],
  ])('%s', (_, manifests, expected) => expect(paths(...manifests)).toEqual(expected));
});
