import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Chart, Testing } from 'cdk8s';
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
