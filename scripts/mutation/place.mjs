import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** Spans of the functions of a file, by file. */
const known = new Map();

/** Whether a mutant is within a function; else its module computes it when it is loaded. */
export function isInFunction({ fileName, location: { start } }) {
  if (!known.has(fileName)) known.set(fileName, functionsOf(readFileSync(fileName, 'utf8'), fileName));
  const { source, spans } = known.get(fileName);
  const place = source.getPositionOfLineAndCharacter(start.line, start.column);
  return spans.some(([from, to]) => from <= place && place < to);
}

function functionsOf(text, fileName) {
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true);
  const spans = [];
  const visit = (node) => {
    if (ts.isFunctionLike(node)) spans.push([node.getStart(source), node.getEnd()]);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { source, spans };
}
