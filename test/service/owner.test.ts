import { App, Chart } from 'cdk8s';
import { CanaryRoute, Mirror, MirrorRoute, ServiceRef, ServiceRoute, Version } from 'cdk8s-istio';
import { refusal } from '../refusal';
import { synth } from './synth';

const web = ServiceRef.of('web', 'shop', [{ port: 80 }]);
const v1 = Version.label('v1');
const v2 = Version.label('v2');

describe('one owner for each host of the mesh (P52)', () => {
  test('a second one is refused, with both paths', () => {
    const app = new App();
    new ServiceRoute(new Chart(app, 'first'), 'Web', { service: web });
    const error = refusal(() => new ServiceRoute(new Chart(app, 'second'), 'Web', { service: web }));
    expect(error.id).toBe('MeshHostTaken');
    expect(error.path).toBe('second/Web');
    expect(error.message).toContain('first/Web owns this host already');
    expect(error.value).toBe('web.shop.svc.cluster.local');
  });

  test('whatever the front door', () => {
    const chart = new Chart(new App(), 'test');
    new CanaryRoute(chart, 'Canary', { service: web, stable: v1, canary: v2, weight: 5 });
    const error = refusal(() => new MirrorRoute(chart, 'Mirror', { service: web, mirrors: [Mirror.to(v2, 1)] }));
    expect(error.message).toContain('test/Canary owns this host already');
  });

  test('a DestinationRule alone counts as well: Istio takes one of two', () => {
    const chart = new Chart(new App(), 'test');
    new ServiceRoute(chart, 'A', { service: web });
    expect(refusal(() => new ServiceRoute(chart, 'B', { service: web, mesh: false, versions: [v1] })).id).toBe(
      'MeshHostTaken',
    );
  });

  test('a host of the same name in another namespace is another host', () => {
    synth((chart) => {
      const { host } = new ServiceRoute(chart, 'A', { service: web });
      const other = new ServiceRoute(chart, 'B', { service: ServiceRef.of('web', 'staging', [{ port: 80 }]) });
      expect([host, other.host]).toEqual(['web.shop.svc.cluster.local', 'web.staging.svc.cluster.local']);
    });
  });

  test('two owners that no namespace sees together live side by side (P55)', () => {
    const result = synth((chart) => {
      new ServiceRoute(chart, 'A', { service: web, exportTo: ['team-a'] });
      new ServiceRoute(chart, 'B', { service: web, exportTo: ['team-b'] });
    });
    expect(result.kinds()).toEqual(['VirtualService', 'VirtualService']);
  });

  test.each([
    [['team-a'], ['team-a', 'team-b']],
    [['team-a'], ['*']],
    [['.'], ['shop']],
    [undefined, ['team-b']],
  ])('exportTo %j and %j overlap', (a, b) => {
    const chart = new Chart(new App(), 'test');
    const exported = (exportTo: string[] | undefined) => (exportTo ? { exportTo } : {});
    new ServiceRoute(chart, 'A', { service: web, ...exported(a) });
    expect(refusal(() => new ServiceRoute(chart, 'B', { service: web, ...exported(b) })).id).toBe('MeshHostTaken');
  });

  test('an owner that was taken out of the App owns nothing any more', () => {
    const result = synth((chart) => {
      new CanaryRoute(chart, 'Old', { service: web, stable: v1, canary: v2, weight: 5 });
      chart.node.tryRemoveChild('Old');
      new ServiceRoute(chart, 'New', { service: web });
    });
    expect(result.kinds()).toEqual(['VirtualService']);
  });

  test('two Apps know nothing of each other', () => {
    const [one, two] = ['one', 'two'].map((id) => new ServiceRoute(new Chart(new App(), id), 'Web', { service: web }));
    expect(one?.host).toBe(two?.host);
  });
});
