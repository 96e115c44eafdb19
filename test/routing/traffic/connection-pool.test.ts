import { Duration } from 'cdk8s';
import { ConnectionPool, H2Upgrade, type HttpPool, type TcpPool } from '../../../lib/routing/traffic';
import { refusal } from '../../refusal';

const tcp = (of: TcpPool): ConnectionPool => ConnectionPool.of({ tcp: of });
const http = (of: HttpPool): ConnectionPool => ConnectionPool.of({ http: of });

describe('ConnectionPool', () => {
  test('all of TCP', () => {
    const pool = tcp({
      maxConnections: 100,
      connectTimeout: Duration.millis(30),
      keepalive: { probes: 4_294_967_295, time: Duration.hours(2), interval: Duration.seconds(75) },
      maxConnectionDuration: Duration.minutes(10),
      idleTimeout: Duration.seconds(0),
    });
    expect(pool._render()).toEqual({
      tcp: {
        maxConnections: 100,
        connectTimeout: '0.03s',
        tcpKeepalive: { probes: 4_294_967_295, time: '7200s', interval: '75s' },
        maxConnectionDuration: '600s',
        idleTimeout: '0s',
      },
    });
  });

  test('all of HTTP', () => {
    const pool = http({
      http1MaxPendingRequests: 1,
      http2MaxRequests: 2,
      maxRequestsPerConnection: 3,
      maxRetries: 4,
      idleTimeout: Duration.seconds(5),
      h2UpgradePolicy: H2Upgrade.UPGRADE,
      useClientProtocol: false,
      maxConcurrentStreams: 6,
      http2KeepAlive: { interval: Duration.seconds(7), timeout: Duration.seconds(8) },
    });
    expect(pool._render()).toEqual({
      http: {
        http1MaxPendingRequests: 1,
        http2MaxRequests: 2,
        maxRequestsPerConnection: 3,
        maxRetries: 4,
        idleTimeout: '5s',
        h2UpgradePolicy: 'UPGRADE',
        useClientProtocol: false,
        maxConcurrentStreams: 6,
        http2KeepAlive: { interval: '7s', timeout: '8s' },
      },
    });
  });

  test('keep-alive by the settings of the kernel', () => {
    expect(tcp({ keepalive: {} })._render()).toEqual({ tcp: { tcpKeepalive: {} } });
  });

  test('DR16: no limits at all are refused', () => {
    expect(refusal(() => ConnectionPool.of({})).id).toBe('ConnectionPoolEmpty');
  });

  test.each([
    'http1MaxPendingRequests',
    'http2MaxRequests',
    'maxRequestsPerConnection',
    'maxRetries',
    'maxConcurrentStreams',
  ])('DR17: %s is a whole number from 0', (field) => {
    expect(http({ [field]: 0 })._render()).toEqual({ http: { [field]: 0 } });
    for (const value of [-1, 1.5, 2_147_483_648]) {
      const error = refusal(() => http({ [field]: value }));
      expect(error.id).toBe('NumberOutOfRange');
      expect(error.message).toContain(field);
    }
  });

  test('DR18: an idle time of 0 is refused for HTTP', () => {
    expect(refusal(() => http({ idleTimeout: Duration.seconds(0) })).id).toBe('DurationOutOfRange');
  });

  test('DR19: the protocol of the client is kept or upgraded', () => {
    const both = { useClientProtocol: true, h2UpgradePolicy: H2Upgrade.UPGRADE };
    expect(refusal(() => http(both)).id).toBe('ConnectionPoolContradicts');
    expect(() => http({ ...both, h2UpgradePolicy: H2Upgrade.DO_NOT_UPGRADE })).not.toThrow();
  });

  test.each([
    ['interval', { interval: Duration.seconds(0), timeout: Duration.seconds(1) }],
    ['timeout', { interval: Duration.seconds(1), timeout: Duration.seconds(0) }],
  ])('DR20: a ping %s of 0 is refused', (_, http2KeepAlive) => {
    expect(refusal(() => http({ http2KeepAlive })).id).toBe('DurationOutOfRange');
  });

  test.each(['connectTimeout', 'maxConnectionDuration'])('DR21: a %s of 0 is refused', (field) => {
    const error = refusal(() => tcp({ [field]: Duration.seconds(0) }));
    expect(error.id).toBe('DurationOutOfRange');
    expect(error.message).toContain(field);
  });

  test.each(['time', 'interval'])('DR21: a keep-alive %s of 0 is refused', (field) => {
    expect(refusal(() => tcp({ keepalive: { [field]: Duration.seconds(0) } })).id).toBe('DurationOutOfRange');
  });

  test('DR21: negative counts are refused', () => {
    expect(refusal(() => tcp({ maxConnections: -1 })).id).toBe('NumberOutOfRange');
    expect(refusal(() => tcp({ keepalive: { probes: -1 } })).id).toBe('NumberOutOfRange');
  });
});
