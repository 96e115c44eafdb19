/**
 * An object as indented JSON, byte for byte as `JSON.stringify(value, undefined, 2)`, with items put one by one into a list of it
 * that is empty: a report may be longer than any string.
 *
 * @param list name of the list, which no field before it has
 */
export function* withItems(value: object, list: string, items: Iterable<unknown>): Iterable<string> {
  const whole = JSON.stringify(value, undefined, 2);
  const at = whole.indexOf(`"${list}": []`);
  const start = at + `"${list}": [`.length;
  const indent = ' '.repeat(at - whole.lastIndexOf('\n', at) - 1);
  yield whole.slice(0, start);
  let first = true;
  for (const item of items) {
    const lines = JSON.stringify(item, undefined, 2).replaceAll('\n', `\n${indent}  `);
    yield `${first ? '' : ','}\n${indent}  ${lines}`;
    first = false;
  }
  yield `${first ? '' : `\n${indent}`}${whole.slice(start)}\n`;
}
