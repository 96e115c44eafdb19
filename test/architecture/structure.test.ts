import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { zones } from '../../zones.json';

const root = resolve(__dirname, '../..');
const filesOf = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesOf(path) : [path];
  });
const sources = filesOf(join(root, 'lib')).filter((file) => file.endsWith('.ts'));
const name = (file: string): string => relative(root, file);

interface Import {
  readonly target: string;
  readonly typeOnly: boolean;
}

/** Imports of a file that are left after compilation, and those that are not. */
function importsOf(file: string): Import[] {
  const tree = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
  return tree.statements.flatMap((statement): Import[] => {
    if (!(ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement))) return [];
    const { moduleSpecifier } = statement;
    if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier)) return [];
    return [{ target: moduleSpecifier.text, typeOnly: onlyTypes(statement) }];
  });
}

function onlyTypes(statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(statement)) {
    const named =
      statement.exportClause && ts.isNamedExports(statement.exportClause) ? statement.exportClause.elements : [];
    return statement.isTypeOnly || (named.length > 0 && named.every((one) => one.isTypeOnly));
  }
  const clause = statement.importClause;
  if (!clause) return false;
  const named = clause.namedBindings && ts.isNamedImports(clause.namedBindings) ? clause.namedBindings.elements : [];
  return clause.isTypeOnly || (!clause.name && named.length > 0 && named.every((one) => one.isTypeOnly));
}

function resolved(file: string, target: string): string | undefined {
  if (!target.startsWith('.')) return undefined;
  const path = resolve(dirname(file), target);
  return [`${path}.ts`, join(path, 'index.ts')].find(existsSync);
}

test.each(sources.map(name))('%s has at most 300 lines', (file) => {
  expect(readFileSync(join(root, file), 'utf8').split('\n').length).toBeLessThanOrEqual(301);
});

test('files are named in kebab-case, and there is no drawer for everything', () => {
  for (const file of sources) {
    expect(name(file)).toMatch(/^lib\/[a-z0-9/-]+\.ts$/);
    expect(name(file)).not.toMatch(/util|helper|common|misc/);
  }
});

test('every room has a zone, and every zone a room', () => {
  const rooms = readdirSync(join(root, 'lib')).filter((one) => statSync(join(root, 'lib', one)).isDirectory());
  expect(Object.keys(zones).sort()).toEqual(rooms.sort());
});

test('no two files of lib/ import each other, however far round', () => {
  const graph = new Map(
    sources.map((file) => [
      file,
      importsOf(file)
        .filter((one) => !one.typeOnly)
        .map((one) => resolved(file, one.target))
        .filter((one) => one !== undefined),
    ]),
  );
  const done = new Set<string>();
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) throw new Error([...path.slice(path.indexOf(file)), file].map(name).join(' → '));
    if (done.has(file)) return;
    for (const next of graph.get(file) ?? []) walk(next, [...path, file]);
    done.add(file);
  };
  for (const file of sources) walk(file, []);
});

test('what a file exports, another one uses', () => {
  const words = (file: string): ReadonlySet<string> => new Set(readFileSync(file, 'utf8').match(/\w+/g));
  const readers = ['lib', 'test', 'bench', 'scripts', 'examples']
    .flatMap((folder) => filesOf(join(root, folder)))
    .filter((file) => /\.(ts|mjs)$/.test(file) && !file.includes('node_modules'))
    .map((file) => ({ file, words: words(file) }));
  const unused = sources.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^export (?:abstract )?(?:function|const|class|enum) (\w+)/gm)]
      .map(([, exported]) => exported as string)
      .filter((exported) => !readers.some((reader) => reader.file !== file && reader.words.has(exported)))
      .map((exported) => `${name(file)} ${exported}`),
  );
  expect(unused).toEqual([]);
});

test('index files only export', () => {
  for (const file of sources.filter((one) => /lib\/(\w+\/)?index\.ts$/.test(one))) {
    const tree = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
    const others = tree.statements.filter((one) => !ts.isExportDeclaration(one));
    expect([name(file), others.map((one) => one.getText())]).toEqual([name(file), []]);
  }
});

test('a construct lives in the file that is named after it', () => {
  const kebab = (of: string): string => of.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
  for (const file of sources) {
    const text = readFileSync(file, 'utf8');
    for (const [, construct] of text.matchAll(
      /^export (?:abstract )?class (\w+) extends (?:Construct|SharedGateway|TerraformStack)\b/gm,
    )) {
      expect(name(file)).toMatch(new RegExp(`/${kebab(construct as string)}\\.ts$`));
    }
  }
});

test('no code is made from data, and nothing depends on the clock or on chance', () => {
  for (const file of sources.filter((one) => !/lib\/(cli|report)\//.test(name(one)))) {
    expect([
      name(file),
      readFileSync(file, 'utf8').match(/\beval\(|new Function\(|Math\.random|Date\.now|new Date\(\)/g),
    ]).toEqual([name(file), null]);
  }
});
