import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli } from './io';

const MESH = (subset: string): string => `
apiVersion: v1
kind: Service
metadata: { name: orders, namespace: shop }
spec: { clusterIP: 10.0.0.1, selector: { app: orders }, ports: [{ name: http, port: 80 }] }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: orders, namespace: shop }
spec: { host: orders, subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: orders, namespace: shop }
spec:
  hosts: [orders]
  http:
    - match: [{ uri: { prefix: /api } }]
      route: [{ destination: { host: orders, subset: ${subset} } }]
    - directResponse: { status: 410 }
`;
let folder: string;
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'trace-cli-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('trace', () => {
  test('tells the path with file and line', async () => {
    const mesh = file('mesh.yaml', MESH('v1'));
    const { code, out } = await cli(['trace', '--from', 'shop/x', '--labels', 'app=x', 'http://orders/api/1', mesh]);
    expect(code).toBe(0);
    expect(out).toContain(`VirtualService shop/orders http[0]  [${mesh}:12]`);
    expect(out).toContain('=> reached orders.shop.svc.cluster.local:80 in PLAINTEXT, subset v1');
  });

  test('--output json, a header, a method', async () => {
    const mesh = file('mesh.yaml', MESH('v1'));
    const args = ['--from', 'shop/x', '--labels', 'a=b', '-H', 'X-A: 1', '--method', 'PUT', '-o', 'json'];
    const { out } = await cli(['trace', ...args, 'http://orders/', mesh]);
    expect(JSON.parse(out)).toMatchObject({
      request: 'PUT http://orders/ from shop/x',
      outcome: { kind: 'response', status: 410 },
    });
  });

  test.each([
    [['trace', 'http://x', '.'], /neither from nor at/],
    [['trace', '--from', 'a/b', 'x', '-'], /url is no URL|RequestMalformed/],
    [['trace', '--from', 'a/b'], /takes a URL/],
    [['trace', '--cases', 'x'], /needs --answers/],
    [['trace', '--from', 'a/b', '-H', 'nonsense', 'http://x', '.'], /NAME: VALUE/],
  ])('wrong use %j is one line and exit code 2', async (args, message) => {
    const path = file('mesh.yaml', MESH('v1'));
    const { code, err } = await cli(args.map((one) => (one === '.' || one === '-' ? path : one)));
    expect([code, err.trim().split('\n')]).toEqual([2, [expect.stringMatching(message)]]);
  });

  test('--cases answers recorded cases, one file each', async () => {
    file('mesh.yaml', MESH('v2'));
    const recorded = {
      id: 'c1',
      manifests: ['mesh.yaml'],
      proxies: { app: { type: 'sidecar', namespace: 'shop', labels: { app: 'x' } } },
      requests: [
        { id: 'r1', proxy: 'app', protocol: 'http', host: 'orders', address: '10.0.0.1', port: 80, path: '/api' },
        { id: 'r2', proxy: 'nobody', protocol: 'http', host: 'orders', port: 80 },
      ],
    };
    const cases = file('c1.json', JSON.stringify(recorded));
    const { code, out } = await cli(['trace', '--cases', cases, '--answers', join(folder, 'answers')]);
    expect([code, out]).toEqual([0, 'answered 2 requests of 1 cases\n']);
    const { id, answers } = JSON.parse(readFileSync(join(folder, 'answers', 'c1.json'), 'utf8')) as {
      id: string;
      answers: Record<string, object>;
    };
    expect(id).toBe('c1');
    expect(answers['r1']).toMatchObject({
      outcome: 'forwarded',
      cluster: 'outbound|80|v2|orders.shop.svc.cluster.local',
      rule: 'virtual-service shop/orders',
      destinationRule: ['destination-rule shop/orders'],
    });
    expect(answers['r2']).toEqual({ outcome: 'unsupported', field: 'proxy nobody' });
  });
});

describe('test', () => {
  const table = (expectation: string): string =>
    file(
      'cases.yaml',
      `- request: {from: shop/x, labels: {app: x}, url: "http://orders/api"}\n  expect: ${expectation}\n`,
    );

  test('as expected, and what no request reached', async () => {
    const { code, out } = await cli([
      'test',
      table('{reach: orders.shop.svc.cluster.local, subset: v1}'),
      file('mesh.yaml', MESH('v1')),
    ]);
    expect(code).toBe(0);
    expect(out).toContain('1 of 1 as expected');
    expect(out).toContain('rules    1 of 2 reached\n         not shop/orders http[1]');
    expect(out).toContain('not shop/orders subset v2');
  });

  test('not as expected: the explanation, and exit code 1', async () => {
    const { code, out } = await cli(['test', table('{respond: 410, blocked: true}'), file('mesh.yaml', MESH('v1'))]);
    expect(code).toBe(1);
    expect(out).toContain('expected to be answered 410, be blocked; it reached');
    expect(out).toContain('VirtualService shop/orders http[0]');
  });

  test('a table that expects nothing, or something unknown, is refused', async () => {
    const mesh = file('mesh.yaml', MESH('v1'));
    expect((await cli(['test', table('{}'), mesh])).err).toMatch(/expects nothing/);
    expect((await cli(['test', table('{reached: x}'), mesh])).err).toMatch(/reached is nothing that can be expected/);
  });
});

describe('diff', () => {
  test('nothing changes against itself', async () => {
    const mesh = file('mesh.yaml', MESH('v1'));
    expect(await cli(['diff', mesh, mesh])).toEqual({ code: 0, out: '', err: '' });
  });

  test('a changed subset shows where requests meet it, and nowhere else', async () => {
    const { code, out } = await cli(['diff', file('old.yaml', MESH('v1')), file('new.yaml', MESH('v2'))]);
    expect(code).toBe(1);
    expect(out).toContain('GET http://orders.shop.svc.cluster.local:80/api');
    expect(out).toMatch(/- .*orders\.shop v1:80/);
    expect(out).toMatch(/\+ .*orders\.shop v2:80/);
    expect(out).not.toContain('410');
  });
});
