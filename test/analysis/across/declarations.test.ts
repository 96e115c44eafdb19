import { manifest } from '../model/manifest';
import { destinationRule, found, namespace, pod, service, serviceEntry, virtualService, type Asked } from './found';

type Json = Readonly<Record<string, unknown>>;

const API = 'networking.istio.io/v1';
const paths = (rule: string, manifests: Json[], asked?: Asked) =>
  found(rule, manifests, asked).map((one) => one.split(' ').slice(2).join(' '));

describe('export-to-namespace', () => {
  const told = namespace('web');
  const route = (...exportTo: string[]) => virtualService('n/r', { hosts: ['a.b'], exportTo });

  test.each<[string, Json[], string[]]>([
    ['its own, all and none', [told, route('.', '*', '~')], []],
    ['a Namespace', [told, route('web')], []],
    ['a namespace in which something lives', [told, pod('app/p'), route('app')], []],
    ['a namespace of nobody', [told, route('.', 'wbe')], ['VirtualService n/r spec.exportTo[1]']],
    ['a namespace where none is told', [route('wbe')], []],
    [
      'a DestinationRule',
      [told, destinationRule('n/d', { host: 'a', exportTo: ['x'] })],
      ['DestinationRule n/d spec.exportTo[0]'],
    ],
    [
      'a ServiceEntry',
      [told, serviceEntry('n/e', { hosts: ['a.b'], exportTo: ['x'] })],
      ['ServiceEntry n/e spec.exportTo[0]'],
    ],
    [
      'a Service',
      [told, service('n/s', {}, { annotations: { 'networking.istio.io/exportTo': 'web, x' } })],
      ['Service n/s metadata.annotations.networking.istio.io/exportTo'],
    ],
  ])('%s', (_, manifests, expected) => expect(paths('export-to-namespace', manifests)).toEqual(expected));

  test('in an open world Namespaces may be elsewhere, unless the App holds them all', () => {
    expect(paths('export-to-namespace', [told, route('wbe')], { closed: false })).toEqual([]);
    const asked = { closed: false, facts: { complete: [''] } };
    expect(paths('export-to-namespace', [told, route('wbe')], asked)).toHaveLength(1);
  });
});

describe('grant-namespace', () => {
  const grant = (...names: string[]) =>
    manifest('gateway.networking.k8s.io/v1/ReferenceGrant', 'n/g', {
      spec: { from: names.map((one) => ({ namespace: one })) },
    });

  test('names namespaces that exist', () => {
    expect(paths('grant-namespace', [namespace('web'), pod('app/p'), grant('web', 'app')])).toEqual([]);
    expect(paths('grant-namespace', [namespace('web'), grant('web', 'app')])).toEqual([
      'ReferenceGrant n/g spec.from[1].namespace',
    ]);
    expect(paths('grant-namespace', [grant('app')])).toEqual([]);
    expect(paths('grant-namespace', [namespace('web'), grant('app')], { closed: false })).toEqual([]);
  });
});

describe('group-template', () => {
  const group = (id: string, account?: string, labels?: Json) =>
    manifest(`${API}/WorkloadGroup`, id, { spec: { metadata: { labels }, template: { serviceAccount: account } } });
  const account = (id: string) => manifest('v1/ServiceAccount', id);

  test.each<[string, Json[], string[]]>([
    ['an account', [account('n/a'), group('n/g', 'a')], []],
    ['another account', [account('n/a'), group('n/g', 'b')], ['WorkloadGroup n/g spec.template.serviceAccount']],
    [
      'an account of another namespace',
      [account('m/a'), group('n/g', 'a')],
      ['WorkloadGroup n/g spec.template.serviceAccount'],
    ],
    ['accounts from elsewhere', [group('n/g', 'b')], []],
    ['no account, or the default', [account('n/a'), group('n/g'), group('n/h', 'default')], []],
    ['labels of its own', [group('n/g', undefined, { a: '1' }), group('n/h', undefined, { a: '2' })], []],
    [
      'the labels of another',
      [group('n/g', undefined, { a: '1', b: '2' }), group('n/h', undefined, { b: '2', a: '1' })],
      ['WorkloadGroup n/h spec.metadata.labels'],
    ],
    ['labels of another namespace', [group('n/g', undefined, { a: '1' }), group('m/h', undefined, { a: '1' })], []],
    ['no labels', [group('n/g'), group('n/h')], []],
  ])('%s', (_, manifests, expected) => expect(paths('group-template', manifests)).toEqual(expected));
});
