const OTHER = Symbol('something that is not plain');

/**
 * A copy of a value that holds nothing but text, numbers, booleans, lists and dictionaries, as cdk8s would write it: without the
 * fields that are undefined or null. Undefined where anything else is in it, such as a token that cdk8s has to resolve, or null
 * in a list.
 *
 * @param sorted whether keys are put in order
 */
export function copyOfPlain(value: unknown, sorted: boolean): unknown {
  const copy = copied(value, sorted);
  return copy === OTHER ? undefined : copy;
}

function copied(value: unknown, sorted: boolean): unknown {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return value;
    case 'object':
      if (Array.isArray(value)) return listCopied(value, sorted);
      return isDictionary(value) ? dictionaryCopied(value, sorted) : OTHER;
    default:
      return OTHER;
  }
}

function listCopied(list: readonly unknown[], sorted: boolean): unknown {
  const copies: unknown[] = new Array(list.length);
  for (let at = 0; at < list.length; at++) {
    copies[at] = copied(list[at], sorted);
    if (copies[at] === OTHER) return OTHER;
  }
  return copies;
}

function dictionaryCopied(dictionary: Readonly<Record<string, unknown>>, sorted: boolean): unknown {
  const keys = Object.keys(dictionary);
  if (sorted) keys.sort();
  const copies: Record<string, unknown> = {};
  for (const key of keys) {
    const value = dictionary[key];
    if (value === undefined || value === null) continue;
    const copy = key === '__proto__' ? OTHER : copied(value, sorted);
    if (copy === OTHER) return OTHER;
    copies[key] = copy;
  }
  return copies;
}

function isDictionary(value: object | null): value is Readonly<Record<string, unknown>> {
  return value !== null && value.constructor === Object;
}
