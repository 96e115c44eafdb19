import type { Format } from './format';

/**
 * `{"findings": […], "checked": N}`; of every finding exactly the documented fields, absent where they are not known.
 */
export const json: Format = (findings, { checked }) => {
  const plain = findings.map(({ code, level, message, resource, path, file, line, column, construct }) => ({
    code,
    level,
    message,
    resource,
    path,
    file,
    line,
    column,
    construct,
  }));
  return `${JSON.stringify({ findings: plain, checked }, undefined, 2)}\n`;
};
