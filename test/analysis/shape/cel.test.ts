import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { celSource, holds, isTransition } from '../../../lib/analysis/shape/cel';

const folder = resolve(__dirname, '../../../imports/schema');
const rules = new Set<string>();
const collect = (value: unknown): void => {
  if (Array.isArray(value)) value.forEach(collect);
  else if (typeof value === 'object' && value !== null) {
    const { rule } = value as { rule?: unknown };
    if (typeof rule === 'string') rules.add(rule);
    Object.values(value).forEach(collect);
  }
};
for (const group of readdirSync(folder).filter((name) => !name.includes('.js'))) {
  for (const file of readdirSync(join(folder, group)).filter((name) => name.endsWith('.json'))) {
    collect(JSON.parse(readFileSync(join(folder, group, file), 'utf8')));
  }
}

test('there are rules to try', () => expect(rules.size).toBeGreaterThan(100));

test.each([...rules].filter((rule) => !isTransition(rule)))('our library takes %s', (rule) => {
  const { Environment } = require('@marcbachmann/cel-js');
  const environment = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false })
    .registerFunction('string.matchesRe2(string): bool', () => true)
    .registerFunction('nanoseconds(string): int', () => 1n)
    .registerFunction('isURL(string): bool', () => true)
    .registerFunction('url(string): map', () => new Map())
    .registerFunction('map.getScheme(): string', () => 'https')
    .registerFunction('isIP(string): bool', () => true);
  expect(environment.check(celSource(rule))).toMatchObject({ valid: true });
});

test.each([
  ['has(self[0].a) ? self[0].a == 1 : false', [{ a: 1 }], true],
  ['has(self[0].a)', [{ b: 1 }], false],
  ['self.matches(r"""^(?i)ab$""")', 'AB', true],
  ['self.matches("b")', 'abc', true],
  ['isURL(self)', 'https://a.example/b', true],
  ['isURL(self)', 'a.example', false],
  ['isURL(self)', '/path', true],
  ['isURL(self)', 'http://a:b:80', true],
  ['isURL(self)', 'http://a?%zz', true],
  ['url(self).getScheme() in ["http", "https"]', 'HTTPS://a.example', true],
  ['url(self).getScheme() in ["http"]', 'ftp://a.example', false],
  ['url(self).getScheme() == "x"', 'no url', false],
  ['isURL(self)', 'http:a#%zz', true],
  ['url(self).getScheme() == "http"', 'http:a#%zz', false],
  ['url(self).getScheme() == "http"', 'http:a#b', true],
  ['isIP(self)', '::1', true],
  ['isIP(self)', '1.2.3', false],
  ['duration(self) >= duration("1ms")', '1ms', true],
  ['duration(self) >= duration("1ms")', '999us', false],
  ['duration(self) >= duration("1ms")', 'soon', false],
  ['duration(self) >= duration("1ms")', '1ss', false],
  ['duration(self) >= duration("1ms")', '315576000000s', false],
  ['self.nothing == 1', {}, false],
])('%s of %j: %p', (rule, self, expected) => expect(holds(rule, self)).toBe(expected));

test('a rule about a change is told by the old value that it asks for', () => {
  expect(isTransition('self == oldSelf')).toBe(true);
  expect(isTransition('self.oldSelfish == 1')).toBe(false);
});
