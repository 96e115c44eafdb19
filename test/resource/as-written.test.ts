import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, Chart, Lazy, Size, Testing, type AppProps, type IResolver } from 'cdk8s';
import fc from 'fast-check';
import { requestAuthentication, virtualService } from '../../lib/resource';

const chart = (): Chart => new Chart(Testing.app(), 'chart', { namespace: 'shop' });

test('a spec is written in the names it was given', () => {
  const jwtRules = [{ issuer: 'https://a.example', jwksUri: 'https://a.example/keys' }];
  const object = requestAuthentication(chart(), 'Resource', { name: 'a' }, () => ({ jwtRules }));
  expect(object.toJson()).toEqual({
    apiVersion: 'security.istio.io/v1',
    kind: 'RequestAuthentication',
    metadata: { name: 'a', namespace: 'shop' },
    spec: { jwtRules },
  });
});

test('what is undefined is not written', () => {
  const spec = { hosts: ['a.example'], http: undefined };
  const object = virtualService(chart(), 'Resource', { name: 'a' }, () => spec);
  expect(object.toJson()).toMatchObject({ spec: { hosts: ['a.example'] } });
  expect(JSON.stringify(object.toJson())).not.toContain('http');
});

test.each([
  ['networking', ['consecutive5xxErrors', 'mirror_percent']],
  ['security', ['jwks_uri']],
])('the fields of %s that a generated class calls otherwise', (group, renamed) => {
  const source = readFileSync(join(__dirname, `../../imports/${group}.istio.io.ts`), 'utf8');
  const mapped = [...source.matchAll(/^ {4}'(\w+)': .*?\bobj\.(\w+)/gm)];
  expect(mapped.length).toBeGreaterThan(50);
  expect([...new Set(mapped.flatMap(([, field, property]) => (field === property ? [] : [field])))].sort()).toEqual(
    renamed,
  );
});

describe('a manifest is the one that cdk8s gives', () => {
  const plain = [fc.string(), fc.double(), fc.boolean(), fc.constant(undefined)];
  const others = [
    fc.constant(null),
    fc.constant(Lazy.any({ produce: () => ({ b: 1, a: [undefined, 'lazy'] }) })),
    fc.constant({ resolve: () => 'token' }),
    fc.constant(Size.mebibytes(5)),
    fc.constant(new Map([['a', 1]])),
    fc.constant(() => 'function'),
  ];
  const specOf = (...leaves: readonly fc.Arbitrary<unknown>[]): fc.Arbitrary<object> => {
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        ...leaves,
        fc.array(tie('value')),
        fc.dictionary(fc.string(), tie('value')),
      ),
    }));
    return fc.dictionary(fc.string(), value);
  };
  const kinds = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'a' } };

  /** The text of a manifest, or that there is none. */
  const written = (object: ApiObject): string | undefined => {
    try {
      return JSON.stringify(object.toJson());
    } catch {
      return undefined;
    }
  };

  const same = (spec: object, props?: AppProps): void => {
    const ours = new Chart(new App(props), 'chart');
    const theirs = new Chart(new App(props), 'chart');
    const object = virtualService(ours, 'Resource', { name: 'a' }, () => spec);
    expect(written(object)).toBe(written(new ApiObject(theirs, 'Resource', { ...kinds, spec })));
  };

  test.each([
    ['plain data is', plain],
    ['else is', [...plain, ...others]],
  ])('whatever %s in its spec', (_what, leaves) => {
    fc.assert(fc.property(specOf(...leaves), (spec) => same(spec)));
  });

  test('with keys that mean something to JavaScript', () => {
    same({ constructor: 'a', toString: 'b', valueOf: { constructor: 1 } });
    same(JSON.parse('{"a":{"__proto__":{"b":1}},"__proto__":["c"]}') as object);
  });

  test('and a spec that throws is told as cdk8s does, with the path', () => {
    const chart = new Chart(new App(), 'chart');
    const object = virtualService(chart, 'Resource', { name: 'a' }, () => {
      throw new Error('boom');
    });
    expect(() => object.toJson()).toThrow("at path 'chart/Resource' with name 'a': Error: boom");
  });

  test('with a resolver of the App', () => {
    const shout: IResolver = {
      resolve: (context) => {
        const { value } = context as { value: unknown };
        if (value === 'a.example') context.replaceValue('A.EXAMPLE');
      },
    };
    same({ hosts: ['a.example'] }, { resolvers: [shout] });
    const object = virtualService(new Chart(new App({ resolvers: [shout] }), 'chart'), 'R', { name: 'a' }, () => ({
      hosts: ['a.example'],
    }));
    expect(object.toJson()).toMatchObject({ spec: { hosts: ['A.EXAMPLE'] } });
  });

  test('in the order that was given, where cdk8s is told to keep it', () => {
    process.env.CDK8S_DISABLE_SORT = 'true';
    try {
      same({ hosts: ['a.example'], http: [{ route: [], name: 'b' }], exportTo: ['*'] });
    } finally {
      delete process.env.CDK8S_DISABLE_SORT;
    }
  });
});
