/** A text as AuthorizationPolicies write them: exact, `prefix*`, `*suffix`, or `*` for anything. */
export function fits(pattern: string, value: string, ignoreCase = false): boolean {
  const wanted = ignoreCase ? pattern.toLowerCase() : pattern;
  const given = ignoreCase ? value.toLowerCase() : value;
  if (wanted === '*') return given !== '';
  if (wanted.startsWith('*')) return given.endsWith(wanted.slice(1));
  if (wanted.endsWith('*')) return given.startsWith(wanted.slice(0, -1));
  return given === wanted;
}

/** The text as a piece of a regular expression. */
export function quoted(value: string): string {
  return value.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
}

/** Whether a path fits a template with `{*}` for one segment and `{**}` for any number. */
export function fitsTemplate(template: string, path: string): boolean {
  let expression = '';
  for (const part of template.split(/(\{\*\*?\})/)) {
    if (part === '{*}') expression += '[^/]+';
    else if (part === '{**}') expression += '.*';
    else expression += quoted(part);
  }
  return new RegExp(`^${expression}$`).test(path);
}

/** Whether a path pattern is a template. */
export function isTemplate(pattern: string): boolean {
  return pattern.includes('{*}') || pattern.includes('{**}');
}
