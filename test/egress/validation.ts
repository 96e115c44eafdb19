import { Chart, Testing } from 'cdk8s';
import { Checks } from 'cdk8s-istio';
import { NAMESPACE } from '../../examples/egress/mesh';

/** What validations of the constructs say; the analysis of manifests is left out. */
export function problems(add: (chart: Chart) => unknown): readonly string[] {
  const app = Testing.app();
  Checks.of(app).disable();
  add(new Chart(app, 'chart', { namespace: NAMESPACE }));
  return app.node.findAll().flatMap((construct) => construct.node.validate());
}

/** Ids of the warnings that go to stderr. */
export function warnings(add: (chart: Chart) => unknown): readonly string[] {
  const written: string[] = [];
  const spy = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  try {
    problems(add);
  } finally {
    spy.mockRestore();
  }
  return written.flatMap((line) => /\[(\w+)\]\n$/.exec(line)?.[1] ?? []);
}
