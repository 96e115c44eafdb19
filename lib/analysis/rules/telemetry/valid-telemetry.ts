import { fields, list, maybe, number, objects, text } from '../../model/json';
import { TELEMETRY } from '../../model/kinds';
import { celProblem } from '../../model/validity/cel';
import type { Problems } from '../../model/validity/problems';
import { ruleOfKind } from '../../model/validity/rule-of-kind';
import { checkTargets } from '../../model/validity/selectors';
import type { Fields } from '../../../snapshot';

export const rule = ruleOfKind('valid-telemetry', TELEMETRY, (problems) => {
  const { spec } = problems.resource;
  checkTargets(problems);
  objects(spec.metrics).forEach((one, i) => checkMetrics(problems, one, `spec.metrics[${i}]`));
  const tracing = objects(spec.tracing);
  if (tracing.length > 1) problems.warning('spec.tracing', 'only one entry of tracing is supported');
  tracing.forEach((one, i) => checkTracing(problems, one, `spec.tracing[${i}]`));
  objects(spec.accessLogging).forEach((one, i) => {
    const path = `spec.accessLogging[${i}]`;
    const filter = maybe(one.filter);
    if (filter) problems.error(`${path}.filter.expression`, celProblem(text(filter.expression)));
    checkProviders(problems, one, path);
  });
});

function checkProviders(problems: Problems, of: Fields, path: string): void {
  const i = objects(of.providers).findIndex(({ name }) => text(name) === '');
  if (i >= 0) problems.error(`${path}.providers[${i}].name`, 'a provider needs a name');
}

function checkTracing(problems: Problems, tracing: Fields, path: string): void {
  if (list(tracing.providers).length > 1)
    problems.warning(`${path}.providers`, 'only one provider of tracing is supported');
  checkProviders(problems, tracing, path);
  const percentage = number(tracing.randomSamplingPercentage);
  if (percentage < 0 || percentage > 100) {
    problems.error(`${path}.randomSamplingPercentage`, 'randomSamplingPercentage is not within 0 to 100');
  }
  for (const [name, value] of Object.entries(fields(tracing.customTags))) {
    const at = `${path}.customTags.${name}`;
    if (name === '') problems.error(at, 'a custom tag needs a name');
    const tag = maybe(value);
    if (!tag) {
      problems.error(at, `custom tag "${name}" is null`);
      continue;
    }
    const { literal, header, environment } = tag;
    if (literal !== undefined && text(fields(literal).value) === '') problems.error(at, 'a literal tag needs a value');
    if (header !== undefined && text(fields(header).name) === '')
      problems.error(at, 'a header tag needs the name of a header');
    if (environment !== undefined && text(fields(environment).name) === '') {
      problems.error(at, 'an environment tag needs the name of a variable');
    }
  }
}

function checkMetrics(problems: Problems, metrics: Fields, path: string): void {
  checkProviders(problems, metrics, path);
  objects(metrics.overrides).forEach((override, i) => {
    const at = `${path}.overrides[${i}]`;
    for (const [name, value] of Object.entries(fields(override.tagOverrides))) {
      if (name === '') problems.warning(`${at}.tagOverrides`, 'a tag override needs a name');
      const tag = maybe(value);
      if (!tag) {
        problems.error(`${at}.tagOverrides.${name}`, 'a tag override is null');
        continue;
      }
      const removes = text(tag.operation) === 'REMOVE';
      if (!removes && text(tag.value) === '')
        problems.error(`${at}.tagOverrides.${name}`, 'operation UPSERT needs a value');
      if (removes && text(tag.value) !== '')
        problems.error(`${at}.tagOverrides.${name}`, 'operation REMOVE takes no value');
    }
    const { customMetric } = fields(override.match);
    if (customMetric !== undefined && text(customMetric) === '') {
      problems.error(`${at}.match.customMetric`, 'customMetric is empty');
    }
  });
}
