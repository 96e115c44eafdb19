import { describe as describeError, fieldPath } from '../../../lib/analysis/shape/describe-error';
import { nearest } from '../../../lib/analysis/shape/nearest';
import { prepared } from '../../../lib/analysis/shape/prepare';
import { successorOf } from '../../../lib/analysis/shape/removed-kinds';
import type { Schema } from '../../../lib/analysis/shape/schema-store';
import { schemaOf, servedVersions } from '../../../lib/analysis/shape/schema-store';
import { walk, type Refusal } from '../../../lib/analysis/shape/walk';

describe('the name that was meant', () => {
  test.each([
    ['protocl', 'protocol'],
    ['porotcol', 'protocol'],
    ['protocoll', 'protocol'],
    ['protokol', 'protocol'],
    ['prtcl', undefined],
    ['PROTOCOL', 'protocol'],
    ['tsl', 'tls'],
    ['tl', 'tls'],
    ['slt', undefined],
    ['a', 'b'],
    ['ab', 'b'],
    ['hostsAndMore', undefined],
    ['matchLabel', 'matchLabels'],
  ])('%s: %s', (name, expected) => {
    expect(nearest(name, ['protocol', 'tls', 'hosts', 'b', 'matchLabels'])).toBe(expected);
  });

  test('of equally near ones it is the first, and a nearer one wins', () => {
    expect(nearest('cat', ['bat', 'hat'])).toBe('bat');
    expect(nearest('catalog', ['bataloh', 'catalox'])).toBe('catalox');
    expect(nearest('cat', ['bat', 'CAT'])).toBe('CAT');
    expect(nearest('cat', [])).toBeUndefined();
  });

  test.each([
    ['abcdefghi', 'abcxyzghi', true],
    ['abcdefghi', 'abcwxyzhi', false],
    ['abcdef', 'abdcfe', true],
    ['abcdef', 'badcfe', false],
    ['abcdef', 'abcdefgh', true],
    ['abcdef', 'abcdefghi', false],
    ['abcdefgh', 'abcdef', true],
  ])('%s is near enough to %s: %s', (name, other, expected) => {
    expect(nearest(name, [other])).toBe(expected ? other : undefined);
  });
});

test.each([
  ['', ''],
  ['/spec', 'spec'],
  ['/spec/http/0/route', 'spec.http[0].route'],
  ['/0', '0'],
  ['/a/01', 'a[01]'],
  ['/a/b.c', 'a["b.c"]'],
  ['/a~1b', '["a/b"]'],
  ['/a/x~0y', 'a["x~y"]'],
  ['/a/b-c_D', 'a.b-c_D'],
  ['/a/~01', 'a["~1"]'],
])('pointer %s is written %s', (pointer, expected) => expect(fieldPath(pointer)).toBe(expected));

describe('a schema error in words', () => {
  const schema: Schema = {
    properties: {
      spec: {
        properties: { port: {}, host: {}, list: { items: { properties: { name: {} } } } },
        additionalProperties: false,
      },
      map: { additionalProperties: { properties: { inner: {} } } },
    },
  };
  const manifest = { spec: { port: 'eighty', list: [{ nam: 1 }], long: 'x'.repeat(80) } };
  const told = (keyword: string, params: Record<string, unknown>, instancePath = '/spec/port') =>
    describeError({ keyword, params, instancePath, schemaPath: '' }, manifest, schema);

  test.each<[string, Record<string, unknown>, string]>([
    ['type', { type: 'integer' }, 'must be an integer, not "eighty"'],
    ['type', { type: 'string' }, 'must be a string, not "eighty"'],
    ['type', { type: ['integer', 'string'] }, 'must be an integer or string, not "eighty"'],
    ['enum', { allowedValues: ['a', 1] }, 'must be one of "a", 1, not "eighty"'],
    ['pattern', { pattern: '^a$' }, 'must match ^a$, not "eighty"'],
    ['minimum', { limit: 1 }, 'must be at least 1, not "eighty"'],
    ['maximum', { limit: 1 }, 'must be at most 1, not "eighty"'],
    ['format', { format: 'date' }, 'must be a date, not "eighty"'],
    ['minLength', { limit: 1 }, 'must have at least 1 characters'],
    ['maxLength', { limit: 1 }, 'must have at most 1 characters'],
    ['minItems', { limit: 1 }, 'must have at least 1 entries'],
    ['maxItems', { limit: 1 }, 'must have at most 1 entries'],
    ['minProperties', { limit: 1 }, 'must have at least 1 fields'],
    ['maxProperties', { limit: 1 }, 'must have at most 1 fields'],
    ['required', { missingProperty: 'host' }, 'lacks the field "host"'],
    ['oneOf', {}, 'must be exactly one of the shapes that its schema lists'],
    ['anyOf', {}, 'must be one of the shapes that its schema lists'],
    ['not', {}, 'is a shape that its schema rules out'],
    ['odd', {}, 'fails "odd" of its schema'],
  ])('%s %j: %s', (keyword, params, expected) => {
    expect(told(keyword, params)).toEqual({
      path: 'spec.port',
      message: `spec.port ${expected}`,
      unknownField: false,
    });
  });

  test('of the whole object, of a long value and of a value that is not there', () => {
    expect(told('required', { missingProperty: 'spec' }, '')).toMatchObject({
      path: '',
      message: 'the object lacks the field "spec"',
    });
    expect(told('pattern', { pattern: 'a' }, '/spec/long').message).toBe(
      `spec.long must match a, not "${'x'.repeat(59)}…`,
    );
    expect(told('type', { type: 'object' }, '/spec/none/deeper').message).toContain('must be an object, not undefined');
    expect(told('type', { type: 'object' }, '/spec/port/x/y').message).toContain('not undefined');
  });

  test.each([
    ['/spec', 'prot', 'spec.prot', 'unknown field "prot"; did you mean "port"?'],
    ['/spec', 'zzz', 'spec.zzz', 'unknown field "zzz"; known are port, host, list'],
    ['/spec/list/0', 'nam', 'spec.list[0].nam', 'unknown field "nam"; did you mean "name"?'],
    ['/map/any', 'iner', 'map.any.iner', 'unknown field "iner"; did you mean "inner"?'],
    ['/spec/none', 'x', 'spec.none.x', 'unknown field "x"'],
    ['/spec', 'a.b', 'spec["a.b"]', 'unknown field "a.b"; known are port, host, list'],
    ['', 'spek', 'spek', 'unknown field "spek"; did you mean "spec"?'],
    ['/constructor', 'x', 'constructor.x', 'unknown field "x"'],
  ])('at %p an unknown %s', (instancePath, additionalProperty, path, message) => {
    expect(told('additionalProperties', { additionalProperty }, instancePath)).toEqual({
      path,
      message,
      unknownField: true,
    });
  });

  test('of many known fields the first twelve are named', () => {
    const names = Array.from({ length: 14 }, (_, i) => `field${String.fromCharCode(97 + i)}`);
    const wide = { properties: Object.fromEntries(names.map((name) => [name, {}])) };
    const error = {
      keyword: 'additionalProperties',
      params: { additionalProperty: 'zz' },
      instancePath: '',
      schemaPath: '',
    };
    expect(describeError(error, {}, wide).message).toBe(
      `unknown field "zz"; known are ${names.slice(0, 12).join(', ')}`,
    );
  });
});

describe('what list types and rules refuse', () => {
  const refused = (value: unknown, schema: Schema) => {
    const found: Refusal[] = [];
    walk(value, schema, (one) => found.push(one));
    return found.map(({ path, message, by }) => `${by} ${path}: ${message}`);
  };
  const rule = (text: string, more: Partial<Schema> = {}): Schema => ({
    ...more,
    'x-kubernetes-validations': [{ rule: text, message: 'no' }],
  });
  const within = (one: Schema): Schema => ({ properties: { a: one } });

  test('an entry twice in a set, or in a map by its keys', () => {
    const set: Schema = { 'x-kubernetes-list-type': 'set', items: {} };
    expect(refused({ a: ['x', 'y', 'x', 1, '1'] }, within(set))).toEqual(['list a[2]: is in the list twice: "x"']);
    const map: Schema = { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['k', 'l'] };
    expect(
      refused(
        {
          a: [
            { k: 1, l: 2 },
            { k: 1, l: 3 },
            { l: 2, k: 1 },
          ],
        },
        within(map),
      ),
    ).toEqual(['list a[2]: is in the list twice: [1,2]']);
    expect(refused({ a: [null, null] }, within(map))).toHaveLength(1);
    expect(refused({ a: ['x', 'x'] }, within({ 'x-kubernetes-list-type': 'atomic' }))).toEqual([]);
    expect(refused({ a: ['x', 'x'] }, within({ items: {} }))).toEqual([]);
  });

  test('a rule, wherever it stands', () => {
    const never = rule('false');
    expect(refused(1, never)).toEqual(['cel : no']);
    expect(refused(1, rule('true'))).toEqual([]);
    expect(refused({ a: 1 }, within(never))).toEqual(['cel a: no']);
    expect(refused({ b: 1 }, within(never))).toEqual([]);
    expect(refused({ a: { b: 1 } }, within(within(never)))).toEqual([]);
    expect(refused({ a: { a: 1 } }, within(within(never)))).toEqual(['cel a.a: no']);
    expect(refused({ x: 1, y: 2 }, { additionalProperties: never })).toEqual(['cel x: no', 'cel y: no']);
    expect(refused({ x: 1 }, { additionalProperties: true, ...within(never) })).toEqual([]);
    expect(refused({ a: [1, 2] }, within({ items: never }))).toEqual(['cel a[0]: no', 'cel a[1]: no']);
    expect(refused({ a: null }, within(never))).toEqual([]);
    expect(refused({ constructor: 1 }, { properties: { a: never } })).toEqual([]);
  });

  test('a rule without message is told itself, one about a change has nothing to say', () => {
    expect(refused(1, { 'x-kubernetes-validations': [{ rule: 'self == 2' }] })).toEqual([
      'cel : fails the rule self == 2',
    ]);
    expect(refused(1, rule('self == oldSelf'))).toEqual([]);
  });

  test.each<[string, unknown, Schema]>([
    ['self.a == 1', { a: 1 }, { properties: { a: { type: 'integer' } } }],
    ['self.a == 1.5', { a: 1.5 }, { properties: { a: { type: 'number' } } }],
    // CEL divides and adds whole numbers among themselves alone.
    ['self.a % 2 == 1', { a: 5 }, { properties: { a: { type: 'integer' } } }],
    ['self.a + 0.5 == 1.5', { a: 1 }, { properties: { a: { type: 'number' } } }],
    ['!has(self.b)', { b: 1 }, { properties: { a: {} } }],
    ['self.__in__ == "x"', { in: 'x' }, { properties: { in: {} } }],
    ['self.a__dash__b == "x"', { 'a-b': 'x' }, { properties: { 'a-b': {} } }],
    ['self.a__dot__b == "x"', { 'a.b': 'x' }, { properties: { 'a.b': {} } }],
    ['self.a__slash__b == "x"', { 'a/b': 'x' }, { properties: { 'a/b': {} } }],
    ['self.a__underscores__b == "x"', { a__b: 'x' }, { properties: { a__b: {} } }],
    ['self["a-b"] == "x"', { 'a-b': 'x' }, { additionalProperties: {} }],
    ['self.all(one, one == 1)', [1, 1], { items: { type: 'integer' } }],
    ['self.size() == 2', ['a', 'b'], {}],
    ['self.a.size() == 1', { a: [{ b: 1 }] }, { properties: { a: { items: {} } } }],
  ])('CEL %s holds for %j', (text, value, schema) => {
    expect(refused(value, rule(text, schema))).toEqual([]);
    expect(refused(value, rule(`!(${text})`, schema))).toEqual(['cel : no']);
  });

  test.each(
    'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
      ' ',
    ),
  )('CEL writes its own word %s with underscores', (word) => {
    expect(refused({ [word]: 'x' }, rule(`self.__${word}__ == "x"`, { properties: { [word]: {} } }))).toEqual([]);
  });
});

describe('a manifest before defaults are filled in', () => {
  const schema: Schema = {
    properties: {
      a: { default: 1 },
      n: { default: 1, nullable: true },
      plain: {},
      list: { items: { properties: { a: { default: 1 } } } },
      map: { additionalProperties: { properties: { a: { default: 1 } } } },
    },
  };

  test('is itself where there are none', () => {
    const manifest = { a: null };
    expect(prepared(manifest, { properties: { a: {} } })).toBe(manifest);
    expect(prepared(manifest, { properties: { a: { nullable: true } }, additionalProperties: true })).toBe(manifest);
  });

  test('is a copy with them where there are some, and nulls count as missing', () => {
    const manifest = {
      a: null,
      n: null,
      plain: null,
      other: null,
      list: [{ a: null }, 1, null],
      map: { x: { a: null } },
    };
    const copied = prepared(manifest, schema);
    expect(copied).toEqual({
      n: null,
      plain: null,
      other: null,
      list: [{ a: 1 }, 1, null],
      map: { x: { a: 1 } },
      a: 1,
    });
    expect(Object.keys(copied as object)).toEqual(['n', 'plain', 'other', 'list', 'map', 'a']);
    expect(manifest.list[0]).toEqual({ a: null });
    expect(prepared({ list: [] }, schema)).toEqual({ list: [], a: 1, n: 1 });
    expect(prepared({ constructor: null }, schema)).toEqual({ constructor: null, a: 1, n: 1 });
    const nested = { plain: { a: null } };
    const copy = prepared(nested, schema) as typeof nested;
    expect(copy).toEqual({ ...nested, a: 1, n: 1 });
    expect(copy.plain).not.toBe(nested.plain);
  });
});

test.each([
  ['config.istio.io', 'RouteRule', 'VirtualService'],
  ['networking.istio.io', 'RouteRule', 'VirtualService'],
  ['networking.istio.io', 'EgressRule', 'ServiceEntry'],
  ['config.istio.io', 'DestinationPolicy', 'DestinationRule'],
  ['config.istio.io', 'rule', 'AuthorizationPolicy, Telemetry or EnvoyFilter'],
  ['config.istio.io', 'attributemanifest', 'Telemetry'],
  ['config.istio.io', 'HTTPAPISpec', 'Telemetry'],
  ['config.istio.io', 'HTTPAPISpecBinding', 'Telemetry'],
  ['config.istio.io', 'QuotaSpec', 'EnvoyFilter with rate limits'],
  ['config.istio.io', 'QuotaSpecBinding', 'EnvoyFilter with rate limits'],
  ['authentication.istio.io', 'Policy', 'PeerAuthentication and RequestAuthentication'],
  ['authentication.istio.io', 'MeshPolicy', 'PeerAuthentication in the root namespace'],
  ['rbac.istio.io', 'ServiceRole', 'AuthorizationPolicy'],
  ['rbac.istio.io', 'ServiceRoleBinding', 'AuthorizationPolicy'],
  ['rbac.istio.io', 'RbacConfig', 'AuthorizationPolicy'],
  ['rbac.istio.io', 'ClusterRbacConfig', 'AuthorizationPolicy'],
  ['example.com', 'RouteRule', undefined],
  ['networking.istio.io', 'rule', undefined],
  ['rbac.istio.io', 'Role', undefined],
])('the successor of %s/%s is %s', (group, kind, expected) => expect(successorOf(group, kind)).toBe(expected));

test('schemas are read once, each at its version', () => {
  expect(servedVersions('networking.istio.io', 'Gateway')).toEqual(['v1', 'v1alpha3', 'v1beta1']);
  expect(servedVersions('networking.istio.io', 'Odd')).toBeUndefined();
  const one = schemaOf('networking.istio.io', 'Gateway', 'v1');
  expect(schemaOf('networking.istio.io', 'Gateway', 'v1')).toBe(one);
  expect(one.scope).toBe('Namespaced');
  expect(one.schema.properties).toHaveProperty('spec');
  expect(one.validate({ spec: { servers: 1 } })).toBe(false);
});
