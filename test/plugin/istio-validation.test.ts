import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IstioValidation, type IstioValidationProperties, type ValidationViolation } from '../../lib/plugin';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'plugin-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const account = (name: string, more = ''): string =>
  `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ${name}\n${more}---\n`;
const unused = '  annotations:\n    galley.istio.io/analyze-suppress: IST0101\n';

async function validate(text: string, properties?: IstioValidationProperties) {
  const file = join(folder, 'a.k8s.yaml');
  writeFileSync(file, text);
  const violations: ValidationViolation[] = [];
  const submitted: [string, Readonly<Record<string, string>> | undefined][] = [];
  await new IstioValidation(properties).validate({
    manifests: [file],
    report: {
      addViolation: (violation) => violations.push(violation),
      submit: (status, metadata) => submitted.push([status, metadata]),
    },
  });
  return { file, violations, submitted };
}

test('nothing found is a success, and says how much was checked', async () => {
  expect(await validate(account('a'))).toMatchObject({ violations: [], submitted: [['success', { Checked: '1' }]] });
});

test('a finding is a violation with its field and place; a warning alone fails nothing', async () => {
  const { file, violations, submitted } = await validate(account('a', unused));
  expect(submitted).toEqual([['success', { Checked: '1' }]]);
  expect(violations).toEqual([
    {
      ruleName: 'CIS0001 (warning)',
      recommendation: 'IST0101 is suppressed but not found; remove the suppression',
      fix: 'A finding is suppressed that is not there: correct the resource, or suppress CIS0001 with a reason',
      violatingResources: [
        {
          resourceName: 'a',
          locations: ['metadata.annotations.galley.istio.io/analyze-suppress', `${file}:6`],
          manifestPath: file,
        },
      ],
    },
  ]);
});

test('a name that two resources share is given in full, so that no wrong construct is named', async () => {
  const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: a, namespace: b}\n';
  const { violations } = await validate(account('a', unused) + service);
  expect(violations[0]!.violatingResources[0]!.resourceName).toBe('ServiceAccount a');
});

test('level and suppress are properties', async () => {
  expect((await validate(account('a', unused), { level: 'error' })).violations).toEqual([]);
  const suppress = [{ code: 'CIS0001', reason: 'kept for later' }];
  expect(
    (
      await validate(account('a') + account('a', '  labels: {x: z}\n'), {
        suppress: [{ ...suppress[0]!, code: 'CIS0002' }],
      })
    ).violations,
  ).toEqual([]);
});

test('mesh settings come from a file, properties override them', async () => {
  const meshConfigFile = join(folder, 'mesh.yaml');
  writeFileSync(meshConfigFile, '- no mapping\n');
  await expect(validate(account('a'), { meshConfigFile })).rejects.toMatchObject({ id: 'MeshConfigMalformed' });
  writeFileSync(meshConfigFile, 'rootNamespace: mesh\n');
  const properties = { meshConfigFile, meshConfig: { trustDomain: 'td' }, clusterDomain: 'c.example', known: [] };
  expect((await validate(account('a'), properties)).violations).toEqual([]);
});

test('what a complete namespace lacks does not exist, although the App is part of a cluster', async () => {
  const route =
    'apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: web, namespace: shop}\n' +
    'spec: {hosts: [a.example], gateways: [shop/edge], http: [{directResponse: {status: 200}}]}\n';
  const codes = async (complete: readonly string[]) =>
    (await validate(route, { complete })).violations.map(({ ruleName }) => ruleName);
  expect(await codes(['shop'])).toContain('IST0101 (error)');
  expect(await codes(['other'])).not.toContain('IST0101 (error)');
});

test('an unknown property is refused', () => {
  expect(() => new IstioValidation({ levl: 'error' } as never)).toThrow(
    expect.objectContaining({ id: 'PluginPropertyUnknown', value: 'levl' }),
  );
});
