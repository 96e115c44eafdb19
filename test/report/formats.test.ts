import { formats, piecewise, type Finding, type ReportInfo } from '../../lib/report';

const findings: readonly Finding[] = [
  {
    code: 'IST0101',
    level: 'error',
    message: 'gateway "edge" is not there, 100%',
    resource: { kind: 'VirtualService', namespace: 'shop', name: 'front' },
    path: 'spec.gateways[0]',
    file: 'my dir/a,b.yaml',
    line: 7,
    column: 5,
    source: '  - edge',
  },
  {
    code: 'CIS0001',
    level: 'warning',
    message: 'unused',
    resource: { kind: 'VirtualService', namespace: 'shop', name: 'front' },
    file: 'my dir/a,b.yaml',
  },
  {
    code: 'IST0102',
    level: 'info',
    message: 'not injected',
    resource: { kind: 'Namespace', namespace: '', name: 'shop' },
    construct: 'app/chart/ns',
  },
];
const info: ReportInfo = {
  checked: 12,
  version: '1.2.3',
  describe: (code) => (code === 'IST0101' ? 'A reference' : undefined),
};

test('text groups findings by resource and shows the line of YAML or the construct', () => {
  expect(formats.text(findings, info)).toBe(
    [
      'VirtualService shop/front  (my dir/a,b.yaml)',
      '  error IST0101: gateway "edge" is not there, 100%',
      '    at spec.gateways[0]',
      '    7:5 | - edge',
      '  warning CIS0001: unused',
      '',
      'Namespace shop  (app/chart/ns)',
      '  info IST0102: not injected',
      '',
      '12 resources checked: 1 error, 1 warning, 1 note',
      '',
    ].join('\n'),
  );
});

test('text has colours only where they are asked for', () => {
  const escape = '\u001b[';
  expect(formats.text(findings, info)).not.toContain(escape);
  expect(formats.text(findings, { ...info, color: true })).toContain(`${escape}31merror`);
});

test('text says so when nothing was found', () => {
  expect(formats.text([], { ...info, checked: 1 })).toBe('1 resource checked: nothing found\n');
});

test('JSON has the documented fields and no others', () => {
  const { findings: written, checked } = JSON.parse(formats.json(findings, info)) as {
    findings: object[];
    checked: number;
  };
  expect(checked).toBe(12);
  expect(written[0]).toEqual({
    code: 'IST0101',
    level: 'error',
    message: 'gateway "edge" is not there, 100%',
    resource: { kind: 'VirtualService', namespace: 'shop', name: 'front' },
    path: 'spec.gateways[0]',
    file: 'my dir/a,b.yaml',
    line: 7,
    column: 5,
  });
  expect(written[2]).toEqual({
    code: 'IST0102',
    level: 'info',
    message: 'not injected',
    resource: { kind: 'Namespace', namespace: '', name: 'shop' },
    construct: 'app/chart/ns',
  });
});

test('GitHub escapes what its commands would read', () => {
  expect(formats.github(findings, info).split('\n')).toEqual([
    '::error file=my dir/a%2Cb.yaml,line=7,col=5,title=IST0101 VirtualService shop/front::gateway "edge" is not there, 100%25',
    '::warning file=my dir/a%2Cb.yaml,title=CIS0001 VirtualService shop/front::unused',
    '::notice title=IST0102 Namespace shop::app/chart/ns: not injected',
    '',
  ]);
});

test('what a terminal would obey is shown instead', () => {
  const evil: Finding = {
    ...findings[0]!,
    message: 'host "\u001b[2J"',
    resource: { kind: 'VirtualService', namespace: '', name: 'a\nb' },
    path: 'spec.\u0007',
    source: '\thost: "\u009b"',
  };
  expect(formats.text([evil], info).split('\n').slice(0, 4)).toEqual([
    'VirtualService a\\u000ab  (my dir/a,b.yaml)',
    '  error IST0101: host "\\u001b[2J"',
    '    at spec.\\u0007',
    '    7:5 | host: "\\u009b"',
  ]);
  expect(formats.github([evil], info)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
});

test.each(['json', 'sarif'] as const)('%s is JSON as it is always written, and comes in pieces', (format) => {
  for (const some of [findings, findings.slice(0, 1), []]) {
    const whole = formats[format](some, info);
    expect(whole).toBe(`${JSON.stringify(JSON.parse(whole), undefined, 2)}\n`);
    expect([...piecewise[format](some, info)]).toHaveLength(some.length + 2);
  }
});

describe('SARIF', () => {
  interface Sarif {
    readonly version: string;
    readonly runs: readonly [
      {
        readonly tool: { readonly driver: { readonly version: string; readonly rules: readonly object[] } };
        readonly results: readonly {
          readonly ruleId: string;
          readonly ruleIndex: number;
          readonly level: string;
          readonly locations: readonly [object];
        }[];
      },
    ];
  }
  const log = JSON.parse(formats.sarif(findings, info)) as Sarif;
  const [{ tool, results }] = log.runs;

  test('is of version 2.1.0 and names the tool', () => {
    expect(log.version).toBe('2.1.0');
    expect(tool.driver.version).toBe('1.2.3');
  });
  test('lists each rule once; results point at theirs', () => {
    expect(tool.driver.rules).toEqual([
      { id: 'CIS0001' },
      {
        id: 'IST0101',
        shortDescription: { text: 'A reference' },
        helpUri: 'https://istio.io/latest/docs/reference/config/analysis/ist0101/',
      },
      { id: 'IST0102', helpUri: 'https://istio.io/latest/docs/reference/config/analysis/ist0102/' },
    ]);
    expect(results.map(({ ruleId, ruleIndex, level }) => [ruleId, ruleIndex, level])).toEqual([
      ['IST0101', 1, 'error'],
      ['CIS0001', 0, 'warning'],
      ['IST0102', 2, 'note'],
    ]);
  });
  test('has a file and region, or the construct', () => {
    expect(results[0]!.locations[0]).toEqual({
      physicalLocation: { artifactLocation: { uri: 'my%20dir/a%2Cb.yaml' }, region: { startLine: 7, startColumn: 5 } },
      logicalLocations: [
        { name: 'front', fullyQualifiedName: 'VirtualService shop/front spec.gateways[0]', kind: 'resource' },
      ],
    });
    expect(results[2]!.locations[0]).toEqual({
      logicalLocations: [
        { name: 'shop', fullyQualifiedName: 'Namespace shop', kind: 'resource' },
        { fullyQualifiedName: 'app/chart/ns', kind: 'construct' },
      ],
    });
  });
});
