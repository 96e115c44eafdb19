const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH']);

/** A method of HTTP as requests have it, where a text is one but for its letters, so that it matches none. */
export function methodInCapitals(method: string): string | undefined {
  const upper = method.toUpperCase();
  return upper !== method && METHODS.has(upper) ? upper : undefined;
}
