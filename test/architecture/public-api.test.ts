import { join, resolve } from 'node:path';
import ts from 'typescript';
import { exports as subpaths } from '../../package.json';

const root = resolve(__dirname, '../..');
/** What users can import: `index` and every room that `exports` names. */
const entries = Object.values(subpaths).flatMap((one) =>
  typeof one === 'string' || one.types.includes('*')
    ? []
    : join(root, one.types.replace('./build/', '').replace('.d.ts', '.ts')),
);
const config = ts.readConfigFile(join(root, 'tsconfig.json'), (file) => ts.sys.readFile(file)).config as {
  compilerOptions: object;
};
const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
const program = ts.createProgram(entries, { ...options, noEmit: true });
const checker = program.getTypeChecker();

/** Every exported declaration, by entry and name. */
const exported = new Map(entries.flatMap((entry) => [...declarationsOf(entry)]));

function declarationsOf(entry: string): Map<string, ts.Declaration> {
  const source = program.getSourceFile(entry);
  const symbol = source && checker.getSymbolAtLocation(source);
  if (!symbol) throw new Error(`${entry} exports nothing`);
  const room = /lib\/(?:(\w+)\/)?index\.ts$/.exec(entry)?.[1];
  return new Map(
    checker.getExportsOfModule(symbol).flatMap((one) => {
      const original = one.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(one) : one;
      const name = room === undefined ? one.name : `${room}/${one.name}`;
      return (original.declarations ?? []).map((declaration): [string, ts.Declaration] => [name, declaration]);
    }),
  );
}

interface Member {
  readonly label: string;
  readonly node: ts.ClassElement | ts.TypeElement;
  readonly of: ts.ClassDeclaration | ts.InterfaceDeclaration;
}

/** Objects that a gateway makes, and a user only gets. */
const MADE_BY_GATEWAYS = new Set(['EgressAdmission', 'HopRule']);

const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
const isInternal = (node: ts.Node): boolean => ts.getJSDocTags(node).some((tag) => tag.tagName.text === 'internal');
const members: Member[] = [...exported].flatMap(([name, of]) => {
  if (!ts.isClassDeclaration(of) && !ts.isInterfaceDeclaration(of)) return [];
  return [...of.members]
    .filter((node) => (ts.getCombinedModifierFlags(node) & hidden) === 0 && !isInternal(node))
    .filter((node) => !ts.isIndexSignatureDeclaration(node))
    .map((node) => ({ label: `${name}.${node.name?.getText() ?? 'constructor'}`, node, of }));
});

const docOf = (node: ts.Node): string =>
  ts
    .getJSDocCommentsAndTags(node)
    .map((one) => one.getText())
    .join('\n');
const labels = (of: readonly Member[]): string[] => of.map((one) => one.label);
/** A member that takes over what a base or an interface says of it. */
const takesOver = ({ node, of }: Member): boolean =>
  (of.heritageClauses ?? []).some((clause) =>
    clause.types.some((one) => node.name && checker.getTypeAtLocation(one).getProperty(node.name.getText())),
  );

test('there is an API to look at', () => {
  expect(entries).toHaveLength(7);
  expect(exported.size).toBeGreaterThan(200);
  expect(members.length).toBeGreaterThan(600);
});

test('every exported declaration has a docstring', () => {
  expect([...exported].filter(([, one]) => docOf(one) === '').map(([name]) => name)).toEqual([]);
});

test('every public method has a docstring', () => {
  const bare = members.filter(
    (one) =>
      (ts.isMethodDeclaration(one.node) || ts.isMethodSignature(one.node)) && !takesOver(one) && docOf(one.node) === '',
  );
  expect(labels(bare)).toEqual([]);
});

test('every optional property of props and options says what it is by default', () => {
  const bare = members.filter(
    ({ node, of }) =>
      /(Props|Options)$/.test(of.name?.text ?? '') &&
      ts.isPropertySignature(node) &&
      node.questionToken &&
      !docOf(node).includes('@default'),
  );
  expect(labels(bare)).toEqual([]);
});

test('every property is readonly, and there are no setters', () => {
  const open = members.filter(
    ({ node }) =>
      ts.isSetAccessor(node) ||
      ((ts.isPropertySignature(node) || ts.isPropertyDeclaration(node)) &&
        (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Readonly) === 0),
  );
  expect(labels(open)).toEqual([]);
});

test('no method returns its own object for chaining', () => {
  const chained = members.filter(
    ({ node }) => ts.isMethodDeclaration(node) && /\breturn this;/.test(node.body?.getText() ?? ''),
  );
  expect(labels(chained)).toEqual([]);
});

test('no type is any, and none is a generated one', () => {
  const generated = (type: ts.Type): boolean =>
    (type.symbol?.declarations ?? []).some((one) => one.getSourceFile().fileName.startsWith(join(root, 'imports')));
  const bad = members.filter(({ node, of }) => {
    if (ts.isConstructorDeclaration(node) || MADE_BY_GATEWAYS.has(of.name?.text ?? '')) return false;
    const types: ts.Type[] = [checker.getTypeAtLocation(node)];
    if (ts.isMethodDeclaration(node) || ts.isMethodSignature(node)) {
      const signature = checker.getSignatureFromDeclaration(node);
      if (signature) types.push(signature.getReturnType());
      types.push(...node.parameters.map((one) => checker.getTypeAtLocation(one)));
    }
    return types
      .flatMap((type) => (type.isUnion() ? type.types : [type]))
      .flatMap((type) => [type, ...checker.getTypeArguments(type as ts.TypeReference)])
      .some((type) => (type.flags & ts.TypeFlags.Any) !== 0 || generated(type));
  });
  expect(labels(bad)).toEqual([]);
});

test('constructors of constructs take scope, id and props', () => {
  const others = members.filter(({ node, of }) => {
    if (!ts.isConstructorDeclaration(node) || MADE_BY_GATEWAYS.has(of.name?.text ?? '')) return false;
    if (!checker.getTypeAtLocation(of).getProperty('node')) return false;
    const names = node.parameters.map((one) => one.name.getText());
    return names[0] !== 'scope' || names[1] !== 'id' || names.length > 3 || (names[2] ?? 'props') !== 'props';
  });
  expect(labels(others)).toEqual([]);
});
