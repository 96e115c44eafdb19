import { destinationRule, found, virtualService } from './found';

type Json = Readonly<Record<string, unknown>>;
const to = (host: string, subset?: string) => ({ destination: { host, ...(subset && { subset }) } });
const route = (id: string, ...destinations: Json[]) =>
  virtualService(id, { hosts: ['a'], http: [{ route: destinations }] });
const rule = (id: string, host: string, ...subsets: string[]) =>
  destinationRule(id, { host, subsets: subsets.map((name) => ({ name })) });
const told = (...manifests: Json[]) => found('apply-order', manifests);
const at = (i: number, id = 'n/v') => [`CIS0350 info VirtualService ${id} spec.http[0].route[${i}].destination.host`];

test.each<[string, Json[], string[]]>([
  ['after the DestinationRule', [rule('n/d', 'a', 's'), route('n/v', to('a', 's'))], []],
  ['before it', [route('n/v', to('a', 's')), rule('n/d', 'a', 's')], at(0)],
  ['before it, with another name of the host', [route('n/v', to('a.n', 's')), rule('n/d', 'a', 's')], []],
  [
    'before it, with the full name of the host',
    [route('n/v', to('a.n.svc.cluster.local', 's')), rule('n/d', 'a', 's')],
    at(0),
  ],
  ['before one for the same name elsewhere', [route('n/v', to('a', 's')), rule('m/d', 'a', 's')], []],
  ['before one with another subset', [route('n/v', to('a', 's')), rule('n/d', 'a', 't')], []],
  ['before one for another host', [route('n/v', to('a', 's')), rule('n/d', 'b', 's')], []],
  ['without subset', [route('n/v', to('a')), rule('n/d', 'a', 's', '')], []],
  [
    'between two of them',
    [rule('n/d', 'a', 's'), route('n/v', to('a', 's')), rule('n/e', 'a.n.svc.cluster.local', 's')],
    [],
  ],
  ['before two of them', [route('n/v', to('a', 's')), rule('n/d', 'a', 's'), rule('n/e', 'a', 's')], at(0)],
  ['to a second one', [rule('n/d', 'a', 's'), route('n/v', to('a', 's'), to('b', 's')), rule('n/e', 'b', 's')], at(1)],
  [
    'twice is told once',
    [route('n/v', to('a', 's'), to('a', 't')), route('n/w', to('a', 's')), rule('n/d', 'a', 's', 't')],
    at(0),
  ],
])('a route that comes %s', (_, manifests, expected) => expect(told(...manifests)).toEqual(expected));
