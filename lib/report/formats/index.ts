import { type Format } from './format';
import { github } from './github';
import { json } from './json';
import { sarif } from './sarif';
import { text } from './text';

/** Every format, by the name that `--output` takes. */
export const formats: Readonly<Record<'text' | 'json' | 'sarif' | 'github', Format>> = { text, json, sarif, github };

export { resourceName, type Format, type ReportInfo } from './format';
