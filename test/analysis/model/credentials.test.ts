import { certificateOf, Credentials, hasCa, parseCredentialName } from '../../../lib/analysis/model/credentials';
import { contextOf, manifest, snapshotOf } from './manifest';

type Json = Readonly<Record<string, unknown>>;
const secret = (id: string, rest: Json = {}) => manifest('v1/Secret', id, rest);
const certificate = (id: string, secretName: string) =>
  manifest('cert-manager.io/v1/Certificate', id, { spec: { secretName } });
const external = (id: string, target?: Json) =>
  manifest('external-secrets.io/v1/ExternalSecret', id, { spec: target ? { target } : {} });
const credentialsOf = (manifests: Json[], closed = true) => new Credentials(contextOf(snapshotOf(manifests), closed));
const base64 = (text: string) => Buffer.from(text).toString('base64');
/** One Secret as a snapshot has it. */
const read = (rest: Json) => snapshotOf([secret('n/s', rest)]).resources[0]!;

describe('a credentialName', () => {
  test.each([
    ['a', { name: 'a' }],
    ['kubernetes://a', { name: 'a' }],
    ['kubernetes://n/a', { namespace: 'n', name: 'a' }],
    ['kubernetes-gateway://n/a', { namespace: 'n', name: 'a' }],
    ['kubernetes-gateway://n/a/b', { namespace: 'n', name: 'a' }],
    ['n/a', { namespace: 'n', name: 'a' }],
  ])('%s names a Secret', (written, expected) => expect(parseCredentialName(written)).toEqual(expected));

  test.each(['', 'sds://a', 'configmap://a', 'builtin://', 'invalid://a'])('%j names none', (written) =>
    expect(parseCredentialName(written)).toBeUndefined(),
  );
});

describe('Secrets that the cluster writes', () => {
  test.each<[string, Json[], string, boolean]>([
    ['that of a Certificate', [certificate('n/a', 's')], 's', false],
    ['not one by the name of the Certificate', [certificate('n/s', 'x')], 's', true],
    ['that of an ExternalSecret', [external('n/a', { name: 's' })], 's', false],
    ['by the name of the ExternalSecret where it names none', [external('n/s')], 's', false],
    ['and not where it names another', [external('n/s', { name: 'x' })], 's', true],
    ['one of another namespace', [certificate('m/a', 's')], 's', true],
    ['one of the manifests', [secret('n/s')], 's', false],
    ['nothing', [], 's', true],
  ])('%s', (_, manifests, name, isMissing) => {
    expect(credentialsOf(manifests).isMissing('n', name)).toBe(isMissing);
    expect(credentialsOf(manifests, false).isMissing('n', name)).toBe(false);
  });

  test('are told where some Secret is', () => {
    expect(credentialsOf([]).isTold).toBe(false);
    expect(credentialsOf([secret('m/x')]).isTold).toBe(true);
    expect(credentialsOf([certificate('m/x', 'y')]).isTold).toBe(true);
    expect(credentialsOf([external('m/x')]).isTold).toBe(true);
  });
});

test('namespaces with a Secret of one name, each once and in order', () => {
  const credentials = credentialsOf([
    secret('z/s'),
    certificate('m/a', 's'),
    secret('m/s'),
    external('b/s'),
    secret('a/other'),
    certificate('c/s', 'more-s'),
  ]);
  expect(credentials.namespacesOf('s')).toEqual(['b', 'm', 'z']);
  expect(credentials.namespacesOf('other')).toEqual(['a']);
  expect(credentials.namespacesOf('none')).toEqual([]);
});

test('a Secret is found with its namespace', () => {
  const credentials = credentialsOf([secret('m/s'), secret('n/s')]);
  expect(credentials.find('n', 's')?.namespace).toBe('n');
  expect(credentials.find('x', 's')).toBeUndefined();
});

describe('the certificate of a Secret', () => {
  test.each<[string, Json, string | undefined]>([
    ['stands beside its key', { stringData: { 'tls.crt': 'C', 'tls.key': 'K' } }, 'C'],
    ['is encoded', { data: { 'tls.crt': base64('C'), 'tls.key': base64('K') } }, 'C'],
    ['is first the plain one', { stringData: { cert: 'P' }, data: { cert: base64('C'), key: base64('K') } }, 'P'],
    [
      "has Istio's own keys before those of Kubernetes",
      { stringData: { 'tls.crt': 'C', 'tls.key': 'K', cert: 'c', key: 'k' } },
      'c',
    ],
    ['is none without a key', { stringData: { 'tls.crt': 'C' } }, undefined],
    ['is none with an empty key', { stringData: { 'tls.crt': 'C', 'tls.key': '' } }, undefined],
    ['is none where the key belongs to another pair', { stringData: { 'tls.crt': 'C', key: 'K' } }, undefined],
    [
      'is none where a value is no text',
      { data: { 'tls.crt': 1, 'tls.key': 2 }, stringData: { 'tls.crt': 3 } },
      undefined,
    ],
    ['is none in nothing', {}, undefined],
  ])('%s', (_, rest, expected) => expect(certificateOf(read(rest))).toBe(expected));

  test.each<[Json, boolean]>([
    [{ stringData: { 'ca.crt': 'C' } }, true],
    [{ data: { cacert: base64('C') } }, true],
    [{ data: { 'ca.crt': '' } }, false],
    [{ data: { 'tls.crt': base64('C') } }, false],
  ])('%j holds that of a CA: %s', (rest, expected) => expect(hasCa(read(rest))).toBe(expected));
});
