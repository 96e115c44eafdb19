const UNRESERVED = /[A-Za-z0-9\-._~]/;
const ESCAPED = new Map(
  [...' "<>`{}^'].map((character) => [character, `%${character.charCodeAt(0).toString(16).toUpperCase()}`]),
);

/**
 * A request path as the proxy normalises it before anything is compared.
 *
 * @param mode mesh setting `pathNormalization.normalization`
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ProxyPathNormalization-NormalizationType
 */
export function normalizePath(path: string, mode: string): string {
  if (mode === 'NONE' || !path.startsWith('/')) return path;
  let out = path;
  if (mode === 'DECODE_AND_MERGE_SLASHES') out = out.replace(/%2f/gi, '/').replace(/%5c/gi, '\\');
  out = withoutDots(decoded(out));
  return mode === 'MERGE_SLASHES' || mode === 'DECODE_AND_MERGE_SLASHES' ? out.replace(/\/{2,}/g, '/') : out;
}

/** Unreserved characters lose their escape, a backslash becomes a slash, what a URL may not hold is escaped. */
function decoded(path: string): string {
  return path
    .replace(/\\/g, '/')
    .replace(/%([0-9A-Fa-f]{2})/g, (whole, digits: string) => {
      const character = String.fromCharCode(Number.parseInt(digits, 16));
      return UNRESERVED.test(character) ? character : whole;
    })
    .replace(/[ "<>`{}^]/g, (character) => ESCAPED.get(character) ?? character);
}

function withoutDots(path: string): string {
  const out: string[] = [];
  const segments = path.split('/').slice(1);
  segments.forEach((segment, index) => {
    const last = index === segments.length - 1;
    if (segment === '..') out.pop();
    else if (segment !== '.') out.push(segment);
    if (last && (segment === '.' || segment === '..')) out.push('');
  });
  return `/${out.join('/')}`;
}
