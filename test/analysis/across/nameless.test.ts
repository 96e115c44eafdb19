import { destinationRule, said, service } from './found';
import { manifest } from '../model/manifest';

describe('messages about what has no name or namespace leave no gap', () => {
  test.each([
    [
      'port-name',
      service('s', { selector: { a: 'b' }, ports: [{ port: 81 }] }),
      "A port without name (port: 81, targetPort: 0) doesn't follow the naming convention of Istio port; begin it with the protocol, e.g. http-, or set appProtocol",
    ],
    [
      'unverified-server',
      destinationRule('d', { host: 'a.b', trafficPolicy: { tls: { mode: 'SIMPLE' } } }),
      'DestinationRule d has TLS mode set to SIMPLE but no caCertificates are set to validate server identity for host: a.b (at destination level); set caCertificates, or rely on the CAs of the system and suppress this',
    ],
    [
      'telemetry-provider',
      manifest('telemetry.istio.io/v1/Telemetry', 't', { spec: { accessLogging: [{}] } }),
      'The Telemetry t with empty providers will be ignored; name a provider',
    ],
  ])('%s', (rule, resource, message) => {
    expect(said(rule, [resource])).toEqual([message]);
  });
});
