const ONE = '{*}';
const ANY = '{**}';
const LITERAL = /^[a-zA-Z0-9\-._~%!$&'()+,;:@=]+$/;

/** Paths with the templates `{*}` (one segment) and `{**}` (any number of them, and last). */
export function pathTemplateProblem(name: string, paths: readonly string[]): string | undefined {
  for (const path of paths) {
    const hasTemplate = path.includes(ONE) || path.includes(ANY);
    let afterAny = false;
    for (const segment of path.replace(/^\/+|\/+$/g, '').split('/')) {
      if (segment === ONE || segment === ANY) {
        if (afterAny) return `"${path}" in ${name}: {**} must be the last template`;
        afterAny = segment === ANY;
        continue;
      }
      if (/[{}]/.test(segment)) return `"${path}" in ${name}: braces may only be {*} or {**}, as whole segments`;
      if (hasTemplate && !LITERAL.test(segment)) {
        return `"${path}" in ${name}: beside a template, segment "${segment}" may hold no wildcard and not be empty`;
      }
    }
  }
  return undefined;
}
