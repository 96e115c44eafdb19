import { CanaryPlan, CanaryRoute, HeaderMatch, RouteMatch, ServiceRef, Version } from 'cdk8s-istio';
import { refusal } from '../refusal';
import { synth, type Manifest } from '../service/synth';

function step(weight: number): readonly Manifest[] {
  const result = synth((chart) => {
    new CanaryRoute(chart, 'Canary', {
      service: ServiceRef.of('web', 'shop', [{ port: 80 }]),
      stable: Version.label('v1'),
      canary: Version.label('v2'),
      always: [RouteMatch.header(HeaderMatch.exact('end-user', 'jason'))],
      weight,
    });
  });
  return result.manifests;
}

/** Paths of the fields that two values do not share. */
function differences(a: unknown, b: unknown, path = ''): string[] {
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return a === b ? [] : [path];
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].flatMap((key) =>
    differences((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], `${path}/${key}`),
  );
}

const { weights } = CanaryPlan.USUAL;

test.each(weights.slice(1).map((_, index) => [index, index + 1]))(
  'step %i and step %i differ in weights only',
  (a, b) => {
    const changed = differences(step(CanaryPlan.USUAL.at(a)), step(CanaryPlan.USUAL.at(b)));
    expect(changed).toEqual(['/1/spec/http/1/route/0/weight', '/1/spec/http/1/route/1/weight']);
  },
);

test('promotion and roll-back are the last and the first step', () => {
  const plan = CanaryPlan.of([0, 10, 100]);
  expect([plan.promote(), plan.rollBack()]).toEqual([100, 0]);
  expect(step(plan.rollBack())).toEqual(step(plan.at(0)));
});

test.each([
  ['nothing', [], 'PlanMalformed'],
  ['no beginning', [5, 100], 'PlanMalformed'],
  ['no end', [0, 50], 'PlanMalformed'],
  ['a step back', [0, 50, 25, 100], 'PlanMalformed'],
  ['a step twice', [0, 50, 50, 100], 'PlanMalformed'],
  ['a fraction', [0, 0.5, 100], 'WeightOutOfRange'],
])('a plan with %s is refused', (_, plan, id) => {
  expect(refusal(() => CanaryPlan.of(plan)).id).toBe(id);
});

test.each([-1, 5, 0.5, NaN])('there is no step %d', (number) => {
  const error = refusal(() => CanaryPlan.USUAL.at(number));
  expect([error.id, error.allowed]).toEqual(['StepUnknown', '0 to 4']);
});
