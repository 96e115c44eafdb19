import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isIstioAnnotation, knownAnnotation, WRITTEN_BY_ISTIO } from '../../../lib/analysis/model/annotations';

/** As Istio declares them: the file says where from. */
const declared = readFileSync(join(__dirname, 'annotations.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [name = '', ...rest] = line.split(' ');
    return { name, kinds: rest.at(-1)!.split(','), status: rest.slice(0, -1) };
  });

test.each(declared)('$name: $status, on $kinds', ({ name, kinds, status }) => {
  expect(knownAnnotation(name)).toEqual({
    name,
    kinds,
    isAlpha: status.includes('alpha'),
    isDeprecated: status.includes('deprecated'),
  });
  expect(isIstioAnnotation(name)).toBe(true);
});

test.each(['istio.io/revision', 'sidecar.istio.io/Inject', ''])('%p is none', (name) =>
  expect(knownAnnotation(name)).toBeUndefined(),
);

test.each([
  ['istio.io/x', true],
  ['my.istio.io/x', true],
  ['myistio.io/x', true],
  ['istio.io.example/x', false],
  ['example.com/istio.io', false],
  ['kubernetes.io/ingress.class', true],
  ['kubernetes.io/ingress', false],
])("%s is in Istio's name space: %s", (name, expected) => expect(isIstioAnnotation(name)).toBe(expected));

test('what Istio writes itself is declared by it', () => {
  const names = declared.map(({ name }) => name);
  expect([...WRITTEN_BY_ISTIO].filter((name) => !names.includes(name))).toEqual([]);
  expect([...WRITTEN_BY_ISTIO].sort()).toEqual([
    'gateway.istio.io/controller-version',
    'istio.io/rev',
    'sidecar.istio.io/status',
  ]);
});
