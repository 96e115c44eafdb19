import { Duration } from 'cdk8s';
import { OutlierDetection, ProxyProtocol, RetryBudget, Tunnel } from '../../../lib/routing/traffic';
import { refusal } from '../../refusal';

describe('OutlierDetection', () => {
  test('all of it', () => {
    const detection = OutlierDetection.of({
      consecutive5xxErrors: 7,
      consecutiveGatewayErrors: 0,
      consecutiveLocalOriginFailures: 3,
      splitExternalLocalOriginErrors: true,
      interval: Duration.minutes(5),
      baseEjectionTime: Duration.minutes(15),
      maxEjectionPercent: 100,
      minHealthPercent: 0,
      httpErrorCodes: [100, 429, 599],
    });
    expect(detection._render()).toEqual({
      consecutive5xxErrors: 7,
      consecutiveGatewayErrors: 0,
      consecutiveLocalOriginFailures: 3,
      splitExternalLocalOriginErrors: true,
      interval: '300s',
      baseEjectionTime: '900s',
      maxEjectionPercent: 100,
      minHealthPercent: 0,
      outlierDetectionHttpErrorCodes: [100, 429, 599],
    });
  });

  test("by Istio's defaults", () => {
    expect(OutlierDetection.of()._render()).toEqual({});
  });

  test.each(['interval', 'baseEjectionTime'])('DR12: a %s of 0 is refused', (field) => {
    expect(refusal(() => OutlierDetection.of({ [field]: Duration.seconds(0) })).id).toBe('DurationOutOfRange');
  });

  test.each(['maxEjectionPercent', 'minHealthPercent'])('DR13: %s is 0 to 100', (field) => {
    for (const percent of [-1, 101, 105, 0.5]) {
      expect(refusal(() => OutlierDetection.of({ [field]: percent })).id).toBe('NumberOutOfRange');
    }
  });

  test('DR14: local failures are counted only apart', () => {
    const make = () => OutlierDetection.of({ consecutiveLocalOriginFailures: 5 });
    expect(refusal(make).id).toBe('OutlierDetectionContradicts');
    expect(() => OutlierDetection.of({ consecutiveLocalOriginFailures: 0 })).not.toThrow();
  });

  test.each(['consecutive5xxErrors', 'consecutiveGatewayErrors', 'consecutiveLocalOriginFailures'])(
    '%s is a whole number from 0',
    (field) => {
      for (const count of [-1, 0.5, 4_294_967_296]) {
        expect(refusal(() => OutlierDetection.of({ [field]: count })).id).toBe('NumberOutOfRange');
      }
    },
  );

  test.each([99, 600])('the status %s is refused', (code) => {
    expect(refusal(() => OutlierDetection.of({ httpErrorCodes: [500, code] })).id).toBe('NumberOutOfRange');
  });
});

describe('Tunnel', () => {
  test.each([
    ['CONNECT', Tunnel.connect('a.com', 443)],
    ['POST', Tunnel.post('a.com', 443)],
  ])('DR9: %s', (protocol, tunnel) => {
    expect(tunnel._render()).toEqual({ protocol, targetHost: 'a.com', targetPort: 443 });
  });

  test.each(['10.0.0.1', '2001:db8::1', 'external'])('DR10: to %s', (host) => {
    expect(Tunnel.connect(host, 1)._render().targetHost).toBe(host);
  });

  test.each([
    ['*.a.com', 'HostWildcardNotAllowed'],
    ['', 'HostMissing'],
    ['a..b', 'HostMalformed'],
  ])('DR10: not to "%s"', (host, id) => {
    expect(refusal(() => Tunnel.connect(host, 443)).id).toBe(id);
  });

  test.each([0, 65536])('DR10: not to port %s', (port) => {
    expect(refusal(() => Tunnel.post('a.com', port)).id).toBe('PortOutOfRange');
  });
});

describe('ProxyProtocol', () => {
  test('DR11: two versions', () => {
    expect(ProxyProtocol.v1()._render()).toEqual({ version: 'V1' });
    expect(ProxyProtocol.v2()._render()).toEqual({ version: 'V2' });
  });
});

describe('RetryBudget', () => {
  test('all of it, and none', () => {
    const budget = { percent: 12.5, minRetryConcurrency: 4_294_967_295, budgetInterval: Duration.seconds(0) };
    expect(RetryBudget.of(budget)._render()).toEqual({ ...budget, budgetInterval: '0s' });
    expect(RetryBudget.of()._render()).toEqual({});
  });

  test.each([
    [{ percent: 101 }, 'PercentageOutOfRange'],
    [{ percent: -1 }, 'PercentageOutOfRange'],
    [{ minRetryConcurrency: -1 }, 'NumberOutOfRange'],
    [{ budgetInterval: Duration.seconds(0.0001) }, 'DurationOutOfRange'],
  ])('%# is refused', (props, id) => {
    expect(refusal(() => RetryBudget.of(props)).id).toBe(id);
  });
});
