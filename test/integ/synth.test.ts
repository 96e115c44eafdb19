import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { UserProject } from './project';

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly namespace?: string };
  readonly spec: Record<string, unknown>;
}

const project = new UserProject();

const PROGRAM = `
import { App, Chart } from 'cdk8s';
import { Service } from 'cdk8s-plus-33';
import { CanaryRoute, Credential, GatewayWorkload, IngressGateway, IngressHost, RouteMatch, ServerTls, Version } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const service = new Service(chart, 'FrontEnd', { ports: [{ port: 80, name: 'http' }] });
service.selectLabel('name', 'front-end');
const canary = new CanaryRoute(chart, 'Canary', { service, stable: Version.label('v1'), canary: Version.label('v2'), weight: 10 });
const via = new IngressGateway(chart, 'Edge', { workload: GatewayWorkload.istioctlIngress() });
const shop = new IngressHost(chart, 'Shop', { hosts: ['shop.example'], via, tls: ServerTls.simple(Credential.secret('shop')) });
shop.route(RouteMatch.all(), canary);
app.synth();
`;

describe('a project as cdk8s init makes it, with the packed tarball', () => {
  const synth = (program: string): ReturnType<UserProject['run']> => {
    project.write('main.ts', program);
    return project.run('cdk8s', 'synth', '--check-upgrade', 'false');
  };

  test('synthesises with the real CLI, with another cdk8s-plus than ours', () => {
    const ran = synth(PROGRAM);
    expect(ran).toMatchObject({ status: 0, stderr: '' });
    const manifests = loadAll(readFileSync(join(project.folder, 'dist/shop.k8s.yaml'), 'utf8')) as Manifest[];
    expect(manifests.map(({ kind }) => kind).sort()).toEqual([
      'DestinationRule',
      'Gateway',
      'Service',
      'VirtualService',
      'VirtualService',
    ]);
    const service = manifests.find(({ kind }) => kind === 'Service') as unknown as { metadata: { name: string } };
    const rules = manifests.filter(({ kind }) => kind === 'VirtualService');
    for (const { spec } of rules) {
      expect(JSON.stringify(spec)).toContain(`${service.metadata.name}.shop.svc.cluster.local`);
    }
  });

  test('two synths are byte-equal', () => {
    const written = (): string => readFileSync(join(project.folder, 'dist/shop.k8s.yaml'), 'utf8');
    synth(PROGRAM);
    const first = written();
    synth(PROGRAM);
    expect(written()).toBe(first);
  });

  test('a mistake fails the synth, with our line', () => {
    const ran = synth(PROGRAM.replace("'shop.example'", "'https://shop.example'"));
    expect(ran.status).not.toBe(0);
    expect(`${ran.stdout}${ran.stderr}`).toContain(
      'shop/Shop: host is a URL (got "https://shop.example"); allowed: a lower-case DNS name',
    );
  });

  test('a host without a route fails the synth, with our line', () => {
    const ran = synth(PROGRAM.replace('shop.route(RouteMatch.all(), canary);', 'void [RouteMatch, canary, shop];'));
    expect(ran.status).not.toBe(0);
    expect(`${ran.stdout}${ran.stderr}`).toContain('shop/Shop: no route was added');
  });
});

describe('the entries of the tarball', () => {
  const entries = [
    '',
    '/analysis',
    '/simulation',
    '/report',
    '/testing',
    '/plugin',
    '/eks',
    '/imports/networking.istio.io',
  ];

  test.each(entries)('cdk8s-istio%s loads by require and by import', (entry) => {
    expect(project.run('node', '-e', `require('cdk8s-istio${entry}')`)).toMatchObject({ status: 0, stderr: '' });
    expect(
      project.run(
        'node',
        '--input-type=module',
        '-e',
        `import * as all from 'cdk8s-istio${entry}'; if (!Object.keys(all).length) throw 1`,
      ),
    ).toMatchObject({ status: 0, stderr: '' });
  });

  test('named imports work from ESM', () => {
    const ran = project.run(
      'node',
      '--input-type=module',
      '-e',
      "import { EgressRoute, Mesh } from 'cdk8s-istio'; EgressRoute.name; Mesh.name;",
    );
    expect(ran).toMatchObject({ status: 0, stderr: '' });
  });

  test.each(['build/lib/index.js', 'lib/index', 'build/lib/mesh/host.js'])('%s is nobody’s business', (path) => {
    expect(project.run('node', '-e', `require('cdk8s-istio/${path}')`).stderr).toContain(
      'ERR_PACKAGE_PATH_NOT_EXPORTED',
    );
  });

  test.each([
    ['node10', 'CommonJS'],
    ['node16', 'node16'],
    ['bundler', 'es2020'],
  ])('typings resolve with moduleResolution %s', (moduleResolution, module) => {
    project.write(
      'types/main.ts',
      entries
        .map(
          (entry, index) =>
            `import * as m${index} from 'cdk8s-istio${entry}';\nexport const u${index}: object = m${index};`,
        )
        .join('\n'),
    );
    project.write(
      'types/tsconfig.json',
      JSON.stringify({
        compilerOptions: {
          module,
          moduleResolution,
          target: 'ES2020',
          strict: true,
          noEmit: true,
          skipLibCheck: true,
          types: ['node'],
        },
        files: ['main.ts'],
      }),
    );
    expect(project.run('tsc', '-p', 'types/tsconfig.json')).toMatchObject({ status: 0, stdout: '' });
  });
});
