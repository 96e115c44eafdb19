import type { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { CanaryRoute, ServiceRef, Version } from 'cdk8s-istio';
import { synthWarnings } from '../service/synth';

const v1 = Version.label('v1');
const v2 = Version.label('v2');
const NAMESPACE = 'shop';

function deployment(chart: Chart, version: string): kplus.Deployment {
  return new kplus.Deployment(chart, `web-${version}`, {
    metadata: { namespace: NAMESPACE },
    podMetadata: { labels: { app: 'web', version } },
    containers: [{ image: 'web', portNumber: 80 }],
  });
}

function byLabel(chart: Chart): kplus.Service {
  const pods = kplus.Pods.select(chart, 'Pods', { labels: { app: 'web' } });
  return new kplus.Service(chart, 'Web', {
    metadata: { namespace: NAMESPACE },
    selector: pods,
    ports: [{ port: 80, name: 'http' }],
  });
}

function canary(chart: Chart, service: kplus.Service | ServiceRef): void {
  new CanaryRoute(chart, 'Canary', { service, stable: v1, canary: v2, weight: 5 });
}

describe('versions and the workloads of the App (P77)', () => {
  test('every version has a workload that the Service selects: nothing to say', () => {
    const printed = synthWarnings((chart) => {
      deployment(chart, 'v1');
      deployment(chart, 'v2');
      canary(chart, byLabel(chart));
    });
    expect(printed).not.toContain('VersionWithoutWorkload');
  });

  test('a version that no workload is', () => {
    const printed = synthWarnings((chart) => {
      deployment(chart, 'v1');
      canary(chart, byLabel(chart));
    });
    expect(printed).toMatch(
      /^warning: test\/Canary: no workload that Service \S+ selects has the labels {"version":"v2"}/m,
    );
    expect(printed).toContain('give a workload the labels');
    expect(printed).not.toContain('"version":"v1"}');
  });

  test('exposeViaService() selects one Deployment, so the second version gets nothing', () => {
    const printed = synthWarnings((chart) => {
      const service = deployment(chart, 'v1').exposeViaService({ ports: [{ port: 80, name: 'http' }] });
      deployment(chart, 'v2');
      canary(chart, service);
    });
    expect(printed).toContain(
      '{"version":"v2"} of version v2; exposeViaService() selects the Pods of one Deployment alone',
    );
  });

  test('workloads of another App or namespace: nothing to say', () => {
    const printed = synthWarnings((chart) => {
      canary(chart, byLabel(chart));
    });
    expect(printed).not.toContain('VersionWithoutWorkload');
    const elsewhere = synthWarnings((chart) => {
      deployment(chart, 'v1');
      canary(chart, ServiceRef.of('web', 'elsewhere', [{ port: 80 }]));
    });
    expect(elsewhere).not.toContain('VersionWithoutWorkload');
  });
});
