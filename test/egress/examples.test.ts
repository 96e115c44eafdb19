import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scenarios } from '../../examples/egress/scenarios';
import { EXAMPLES, examples } from '../examples/run';

const stories = examples.filter((name) => /^egress(-|$)/.test(name));

test('the scenarios and the walkthroughs are there', () => {
  expect([...stories].sort()).toEqual([
    'egress',
    'egress-gateway-cnn',
    'egress-gateway-httpbin',
    'egress-http',
    'egress-keep-alive',
    'egress-kubernetes-services',
  ]);
});

test.each(stories)('the README of %s names every folder', (name) => {
  const readme = readFileSync(join(EXAMPLES, name, 'README.md'), 'utf8');
  for (const folder of readdirSync(join(EXAMPLES, name, 'expected'))) {
    expect(readme).toMatch(new RegExp(`[\`/]${folder}[\`/]`));
  }
});

test('every scenario has its manifests', () => {
  expect(readdirSync(join(EXAMPLES, 'egress/expected')).sort()).toEqual(Object.keys(scenarios).sort());
});
