import { fields, number, objects, text } from '../../../model/json';
import { anyUrl, requestUrl, type Url } from '../../../model/url';
import type { Problems } from '../../../model/validity/problems';
import type { Fields } from '../../../../snapshot';

const SCHEMES = new Set(['', 'file', 'http', 'https', 'oci']);
const LONGEST_SECRET = 253;
const LONGEST_NAME = 256;

/** What a proxy has to know to fetch and run a module. */
export function checkWasm(problems: Problems, wasm: Fields, path: string): void {
  problems.error(`${path}.url`, urlProblem(text(wasm.url)));
  const sum = text(wasm.sha256);
  if (sum !== '' && Buffer.byteLength(sum) !== 64) problems.error(`${path}.sha256`, 'sha256 has 64 characters');
  else if (!/^[a-f0-9]*$/.test(sum))
    problems.error(`${path}.sha256`, 'sha256 is written in lower-case hexadecimal digits');
  if (Buffer.byteLength(text(wasm.imagePullSecret)) > LONGEST_SECRET) {
    problems.error(`${path}.imagePullSecret`, `imagePullSecret has over ${LONGEST_SECRET} bytes`);
  }
  if (Buffer.byteLength(text(wasm.pluginName)) > LONGEST_NAME) {
    problems.error(`${path}.pluginName`, `pluginName has over ${LONGEST_NAME} bytes`);
  }
  checkEnvironment(problems, wasm, `${path}.vmConfig.env`);
}

/** An address without scheme is read as one of http. */
function urlProblem(url: string): string | undefined {
  if (url === '') return 'a url is needed';
  const read = strictUrl(url) ?? (requestUrl(url) ? undefined : strictUrl(`http://${url}`));
  if (!read) return `"${url}" is no URL`;
  const { scheme } = read;
  return SCHEMES.has(scheme) ? undefined : `scheme "${scheme}" of the url is none of file, http, https and oci`;
}

/** Read with and without a fragment. */
function strictUrl(url: string): Url | undefined {
  return anyUrl(url) && requestUrl(url);
}

/** The first wrong variable ends the list. */
function checkEnvironment(problems: Problems, wasm: Fields, path: string): void {
  const names = new Set<string>();
  for (const [i, variable] of objects(fields(wasm.vmConfig).env).entries()) {
    const name = text(variable.name);
    const isInline = (text(variable.valueFrom) || 'INLINE') === 'INLINE';
    const problem =
      name === ''
        ? 'a variable needs a name'
        : Buffer.byteLength(name) > LONGEST_NAME
          ? `the name of a variable has over ${LONGEST_NAME} bytes`
          : names.has(name)
            ? `variable "${name}" is there twice`
            : !isInline && text(variable.value) !== ''
              ? 'value needs valueFrom INLINE'
              : undefined;
    problems.error(`${path}[${i}]`, problem);
    if (problem !== undefined) return;
    names.add(name);
  }
}

/** `match` of WasmPlugin and TrafficExtension; the first wrong port ends it. */
export function checkPorts(problems: Problems): void {
  for (const [i, selector] of objects(problems.resource.spec.match).entries()) {
    for (const [j, port] of objects(selector.ports).entries()) {
      const value = number(port.number);
      if (value > 0 && value <= 65535) continue;
      problems.error(`spec.match[${i}].ports[${j}].number`, `port ${value} of match ${i} is not within 1 to 65535`);
      return;
    }
  }
}
