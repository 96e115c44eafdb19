import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

const root = resolve(__dirname, '../..');
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
  ...readdirSync(join(root, 'examples')).map((name) => join('examples', name, 'README.md')),
].filter((page) => existsSync(join(root, page)));

/** What parts of pages take for granted, as the text around them tells. */
const GRANTED = `
import type { App as Cdk8sApp, Chart } from 'cdk8s';
import type { IngressHost } from 'cdk8s-istio';
declare global {
  const app: Cdk8sApp;
  const chart: Chart;
  const shop: IngressHost;
}
`;

/** Snippets by the path that they would have beside the library; `ts file=…` names a file that others import. */
const snippets = new Map<string, string>();
for (const page of pages) {
  const found = readFileSync(join(root, page), 'utf8').matchAll(/^```ts([^\n]*)\n([\s\S]*?)^```$/gm);
  let index = 0;
  for (const [, info = '', text = ''] of found) {
    const file = /\bfile=(\S+)/.exec(info)?.[1] ?? `snippet-${++index}.ts`;
    snippets.set(join(root, 'test/docs/of', page, file), text);
  }
}

function problems(): string[] {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), (file) => ts.sys.readFile(file)).config as {
    compilerOptions: object;
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  Object.assign(options, { noEmit: true, noUnusedLocals: false, baseUrl: undefined, moduleDetection: 3 });
  const files = new Map([...snippets, [join(root, 'test/docs/of/granted.ts'), GRANTED]]);
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile, directoryExists } = host;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.directoryExists = (folder) =>
    [...files.keys()].some((file) => file.startsWith(`${folder}/`)) || (directoryExists?.(folder) ?? true);
  host.readFile = (file) => files.get(file) ?? readFile(file);
  host.getSourceFile = (file, version, ...rest) => {
    const text = files.get(file);
    return text === undefined ? getSourceFile(file, version, ...rest) : ts.createSourceFile(file, text, version, true);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      (one) => `${file.slice(root.length + 14)}: ${ts.flattenDiagnosticMessageText(one.messageText, ' ')}`,
    );
  });
}

test('every snippet of the documentation compiles', () => {
  expect(snippets.size).toBeGreaterThan(10);
  expect(problems()).toEqual([]);
}, 60_000);
