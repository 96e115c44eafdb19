import type { Format, PiecewiseFormat } from './format';
import { github } from './github';
import { json } from './json';
import { sarif } from './sarif';
import { text } from './text';

/** Every format, piece by piece. */
export const piecewise: Readonly<Record<'text' | 'json' | 'sarif' | 'github', PiecewiseFormat>> = {
  text,
  json,
  sarif,
  github,
};

/** Every format, by the name that `--output` takes. */
export const formats: Readonly<Record<'text' | 'json' | 'sarif' | 'github', Format>> = {
  text: whole(text),
  json: whole(json),
  sarif: whole(sarif),
  github: whole(github),
};

function whole(format: PiecewiseFormat): Format {
  return (findings, info) => [...format(findings, info)].join('');
}

export { resourceName, type Format, type PiecewiseFormat, type ReportInfo } from './format';
