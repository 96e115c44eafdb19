import { analyze } from '../../../lib/analysis';
import { manifest, snapshotOf } from '../model/manifest';

const policy = (id: string) =>
  manifest('security.istio.io/v1/AuthorizationPolicy', id, {
    spec: { rules: [{ from: [{ source: { requestPrincipals: ['*'] } }] }] },
  });
const check = (id: string) => manifest('security.istio.io/v1/RequestAuthentication', id, { spec: {} });
const told = (...manifests: ReturnType<typeof manifest>[]) =>
  analyze(snapshotOf(manifests), { closed: true, shape: false })
    .filter(({ code }) => code === 'CIS0450')
    .map(({ level, message }) => `${level}: ${/no RequestAuthentication of (.*) has/.exec(message)?.[1] ?? message}`);

test('a policy checked alone is a note, with the places where a RequestAuthentication may be', () => {
  expect(told(policy('shop/p'))).toEqual(['info: namespace shop or istio-system']);
  expect(told(policy('p'))).toEqual(['info: its namespace or istio-system']);
  expect(told(policy('istio-system/p'))).toEqual(['info: any namespace']);
});

test('beside one of another namespace it is an error', () => {
  expect(told(policy('shop/p'), check('other/r'))).toEqual(['error: namespace shop or istio-system']);
  expect(told(policy('shop/p'), check('shop/r'))).toEqual([]);
  expect(told(policy('istio-system/p'), check('other/r'))).toEqual([]);
});
