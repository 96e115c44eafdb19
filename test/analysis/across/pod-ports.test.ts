import { manifest } from '../model/manifest';
import { deployment, found, gateway, pod, service, type Asked } from './found';

type Json = Readonly<Record<string, unknown>>;
const SECURITY = 'security.istio.io/v1';
const labels = { app: 'a' };
const selector = { matchLabels: labels };
const policy = (spec: Json, id = 'n/p') => manifest(`${SECURITY}/AuthorizationPolicy`, id, { spec });
const peer = (spec: Json, id = 'n/q') => manifest(`${SECURITY}/PeerAuthentication`, id, { spec });
const front = (...ports: Json[]) => service('n/s', { selector: labels, ports });
const behind = (...ports: Json[]) => deployment('n/d', { metadata: { labels }, spec: { containers: [{ ports }] } });

describe('policy-port', () => {
  const ports = (...numbers: string[]) => ({ to: [{ operation: { ports: numbers } }] });
  const told = (rule: Json, world: Json[], spec: Json = { selector }) =>
    found('policy-port', [policy({ rules: [rule], ...spec }), ...world]).map((one) =>
      one.replace('CIS0447 warning AuthorizationPolicy n/p spec.rules[0].', ''),
    );
  const AT = 'to[0].operation.ports';
  const mapped = front({ port: 80, targetPort: 8080 });

  test.each<[string, Json[], Json, string[]]>([
    ["the Service's", [mapped], ports('80'), [`${AT}[0]`]],
    ["the Pod's", [mapped], ports('8080'), []],
    ["nobody's", [mapped], ports('81'), []],
    ["the Service's behind the Pod's", [mapped], ports('8080', '80'), [`${AT}[1]`]],
    ['the same of both', [front({ port: 80 })], ports('80'), []],
    ['the same by number', [front({ port: 80, targetPort: 80 })], ports('80'), []],
    [
      'by name',
      [front({ port: 80, targetPort: 'http' }), behind({ name: 'http', containerPort: 90 })],
      ports('80'),
      [`${AT}[0]`],
    ],
    [
      'by a name that no container gives',
      [mapped, service('n/t', { selector: labels, ports: [{ port: 81, targetPort: 'http' }] })],
      ports('80'),
      [],
    ],
    ['one that another container opens', [mapped, behind({ containerPort: 80 })], ports('80'), []],
    [
      'one that another Service leads to',
      [mapped, service('n/t', { selector: labels, ports: [{ port: 80 }] })],
      ports('80'),
      [],
    ],
    [
      'of a Service elsewhere',
      [service('m/s', { selector: labels, ports: [{ port: 80, targetPort: 8080 }] })],
      ports('80'),
      [],
    ],
    [
      'of a Service for others',
      [service('n/s', { selector: { app: 'b' }, ports: [{ port: 80, targetPort: 8080 }] })],
      ports('80'),
      [],
    ],
    ['of a Service for nothing', [service('n/s', { ports: [{ port: 80, targetPort: 8080 }] })], ports('80'), []],
    [
      'not of the policy',
      [mapped],
      { to: [{ operation: { notPorts: ['81', '80'] } }] },
      ['to[0].operation.notPorts[1]'],
    ],
    ['of a condition', [mapped], { when: [{ key: 'destination.port', values: ['80'] }] }, ['when[0].values[0]']],
    [
      'not of a condition',
      [mapped],
      { when: [{ key: 'destination.port', notValues: ['80'] }] },
      ['when[0].notValues[0]'],
    ],
    ['of another condition', [mapped], { when: [{ key: 'source.ip', values: ['80'] }] }, []],
    ['of no port', [mapped], {}, []],
  ])('a port is %s', (_, world, rule, expected) => expect(told(rule, world)).toEqual(expected));

  test('a policy for all workloads may mean others', () => {
    expect(told(ports('80'), [mapped], {})).toEqual([]);
    expect(told(ports('80'), [mapped], { selector: { matchLabels: {} } })).toEqual([]);
    expect(told(ports('80'), [mapped], { selector: { matchLabels: { app: 'b' } } })).toEqual([]);
  });

  test('a Service in front of some of the Pods counts', () => {
    const special = service('n/s', { selector: { ...labels, v: '1' }, ports: [{ port: 80, targetPort: 8080 }] });
    expect(told(ports('80'), [special])).toEqual([`${AT}[0]`]);
    expect(told(ports('80'), [special, pod('n/w', { labels })])).toEqual([]);
    expect(told(ports('80'), [special, pod('n/w', { labels: { ...labels, v: '1' } })])).toEqual([`${AT}[0]`]);
  });
});

describe('port-without-workload', () => {
  const told = (ports: number[], world: Json[], spec: Json = { selector }, asked?: Asked) =>
    found(
      'port-without-workload',
      [peer({ portLevelMtls: Object.fromEntries(ports.map((port) => [port, { mode: 'STRICT' }])), ...spec }), ...world],
      asked,
    ).map((one) => one.replace('CIS0448 warning PeerAuthentication n/q spec.portLevelMtls.', ''));
  const mapped = front({ port: 80, targetPort: 8080 });

  test.each<[string, number[], Json[], string[], string[]]>([
    ["the Pod's", [8080], [mapped], [], []],
    ["a container's", [90], [mapped, behind({ containerPort: 90 })], [], []],
    ["the Service's", [80], [mapped], ['80'], ['80']],
    // In a part of a cluster another Service may have it.
    ["nobody's", [81], [mapped], ['81'], []],
    ['two of them', [80, 81, 8080], [mapped], ['80', '81'], ['80']],
    ['of Pods that nobody knows', [80], [], [], []],
    [
      'by a name that nobody knows',
      [80],
      [mapped, service('n/t', { selector: labels, ports: [{ port: 1, targetPort: 'x' }] })],
      [],
      [],
    ],
  ])('a port is %s', (_, ports, world, closed, open) => {
    expect(told(ports, world)).toEqual(closed);
    expect(told(ports, world, undefined, { closed: false })).toEqual(open);
    expect(told(ports, world, {})).toEqual([]);
  });

  test('what is no port is refused, and not looked for', () => {
    expect(told(['http', '__proto__', '81'] as never, [mapped])).toEqual(['81']);
  });

  test('a namespace that is complete is as a closed world', () => {
    expect(told([81], [mapped], undefined, { closed: false, facts: { complete: ['n'] } })).toEqual(['81']);
    expect(told([81], [mapped], undefined, { closed: false, facts: { complete: ['m'] } })).toEqual([]);
  });
});

describe('identity-without-mtls', () => {
  const who = { from: [{ source: { principals: ['a'] } }] };
  const off = { mtls: { mode: 'DISABLE' } };
  const told = (world: Json[], spec: Json = {}, id = 'n/p', asked?: Asked) =>
    found('identity-without-mtls', [policy({ rules: [who], ...spec }, id), ...world], asked).map((one) =>
      one.replace(`CIS0320 error AuthorizationPolicy ${id} spec.`, ''),
    );

  test.each<[string, Json[], string[]]>([
    ['off in the namespace', [peer(off)], ['rules[0]']],
    ['off in the mesh', [peer(off, 'istio-system/q')], ['rules[0]']],
    ['off in another namespace', [peer(off, 'm/q')], []],
    [
      'off in the mesh, and not in the namespace',
      [peer(off, 'istio-system/q'), peer({ mtls: { mode: 'STRICT' } })],
      [],
    ],
    ['permissive', [peer({ mtls: { mode: 'PERMISSIVE' } })], []],
    ['unset', [peer({ mtls: { mode: 'UNSET' } })], []],
    ['off, but not on each port', [peer({ ...off, portLevelMtls: { 80: { mode: 'STRICT' } } })], []],
    ['off for some workloads, which may be others', [peer({ ...off, selector })], []],
    ['nowhere said', [], []],
  ])('mTLS is %s', (_, world, expected) => expect(told(world)).toEqual(expected));

  test.each<[string, Json, string[]]>([
    ['an ALLOW rule', {}, ['rules[0]']],
    ['a DENY rule', { action: 'DENY' }, ['rules[0]']],
    ['an AUDIT rule', { action: 'AUDIT' }, []],
    ['a CUSTOM rule', { action: 'CUSTOM' }, []],
    ['a rule for addresses', { rules: [{ from: [{ source: { ipBlocks: ['10.0.0.1'] } }] }] }, []],
    ['one of two rules', { rules: [{}, who] }, ['rules[1]']],
    ['each of two', { rules: [who, { from: [{ source: { notPrincipals: ['a'] } }] }] }, ['rules[0]', 'rules[1]']],
    ['a rule of a target', { targetRefs: [{ kind: 'Service', name: 's' }] }, []],
    ['a rule of one target', { targetRef: { kind: 'Service', name: 's' } }, []],
    ['a rule for some workloads', { selector }, ['rules[0]']],
  ])('%s', (_, spec, expected) => expect(told([peer(off)], spec)).toEqual(expected));

  test('a policy of the root namespace, and gateways, know their callers otherwise', () => {
    expect(told([peer(off, 'istio-system/q')], {}, 'istio-system/p')).toEqual([]);
    expect(told([peer(off, 'mesh/q')], {}, 'mesh/p', { mesh: { rootNamespace: 'mesh' } })).toEqual([]);
    const edge = gateway('m/g', { selector: labels });
    expect(told([peer(off), edge, pod('n/w', { labels })])).toEqual([]);
    expect(told([peer(off), edge, pod('m/w', { labels })])).toEqual(['rules[0]']);
    expect(told([peer(off), edge], { selector })).toEqual([]);
    expect(told([peer(off), edge], { selector: { matchLabels: { app: 'b' } } })).toEqual(['rules[0]']);
    expect(told([peer(off), gateway('m/g', {})])).toEqual(['rules[0]']);
  });
});
