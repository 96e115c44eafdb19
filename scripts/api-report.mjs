#!/usr/bin/env node
// npm run api         writes docs/api/<entry>.d.ts: every public declaration, without its documentation
// npm run api:check   fails where the committed files are not what it writes, so that no change of the API goes unseen
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { exports: entries } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const checking = process.argv.includes('--check');
const printer = ts.createPrinter({ removeComments: true });
const typings = Object.entries(entries).filter(([, of]) => typeof of === 'object' && !of.types.includes('*'));
const program = ts.createProgram(
  typings.map(([, of]) => join(root, of.types)),
  { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16, skipLibCheck: true },
);
const checker = program.getTypeChecker();

let stale = 0;
for (const [name, { types }] of typings) {
  const text = report(join(root, types));
  const file = join('docs/api', `${name === '.' ? 'index' : name.slice(2)}.d.ts`);
  const before = existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : undefined;
  if (before === text) continue;
  stale += 1;
  if (checking) {
    console.error(`api:check: ${file} is not what "npm run api" writes`);
  } else {
    mkdirSync(join(root, 'docs/api'), { recursive: true });
    writeFileSync(join(root, file), text);
    console.log(`api: wrote ${file}`);
  }
}
console.log(`${checking ? 'api:check' : 'api'}: ${typings.length} entries, ${stale} ${checking ? 'stale' : 'changed'}`);
process.exit(checking && stale > 0 ? 1 : 0);

function report(file) {
  const source = program.getSourceFile(file);
  if (!source) throw new Error(`${relative(root, file)} is missing: run "npm run build"`);
  const symbol = checker.getSymbolAtLocation(source);
  const exported = symbol ? checker.getExportsOfModule(symbol) : [];
  const parts = exported.map((one) => [one.name, declarations(one)]).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${parts.map(([, text]) => text).join('\n')}\n`;
}

function declarations(symbol) {
  const original = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return (original.declarations ?? [])
    .map((one) => {
      const node = ts.isVariableDeclaration(one) ? one.parent.parent : one;
      const text = printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile());
      // What is private is nobody's business, and its change no change of the API.
      return text.replace(/^ +private (?!constructor).*;\n/gm, '');
    })
    .join('\n');
}
