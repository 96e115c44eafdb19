/**
 * SARIF 2.1.0, for code scanning.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
import type { Finding, Level } from '../finding';
import { resourceName, type PiecewiseFormat, type ReportInfo } from './format';
import { withItems } from './long-list';

const LEVELS: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', info: 'note' };

export const sarif: PiecewiseFormat = (findings, info) => {
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'cdk8s-istio', version: info.version, rules: codes.map((code) => ruleOf(code, info)) },
        },
        columnKind: 'utf16CodeUnits',
        results: [],
      },
    ],
  };
  return withItems(log, 'results', resultsOf(findings, codes));
};

function* resultsOf(findings: readonly Finding[], codes: readonly string[]): Iterable<object> {
  for (const finding of findings) yield resultOf(finding, codes);
}

function ruleOf(id: string, { describe }: ReportInfo): object {
  const description = describe?.(id);
  return {
    id,
    ...(description === undefined ? {} : { shortDescription: { text: description } }),
    ...(id.startsWith('IST')
      ? { helpUri: `https://istio.io/latest/docs/reference/config/analysis/${id.toLowerCase()}/` }
      : {}),
  };
}

function resultOf(finding: Finding, codes: readonly string[]): object {
  const { code, level, message, resource, path, file, line, column, construct } = finding;
  const name = resourceName(resource);
  const region = line === undefined ? {} : { region: { startLine: line, startColumn: column ?? 1 } };
  const logical = [
    { name: resource.name, fullyQualifiedName: path === undefined ? name : `${name} ${path}`, kind: 'resource' },
    ...(construct === undefined ? [] : [{ fullyQualifiedName: construct, kind: 'construct' }]),
  ];
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: LEVELS[level],
    message: { text: `${name}: ${message}` },
    locations: [
      {
        ...(file === undefined ? {} : { physicalLocation: { artifactLocation: { uri: uriOf(file) }, ...region } }),
        logicalLocations: logical,
      },
    ],
    // The same finding in a file that grew above it is the same alert.
    partialFingerprints: { 'resourceAndField/v1': `${code} ${name} ${path ?? ''}` },
  };
}

function uriOf(file: string): string {
  if (file === '-') return 'stdin';
  const path = file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? `file://${path}` : path;
}
