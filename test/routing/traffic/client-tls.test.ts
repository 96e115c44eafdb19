import { ClientTls } from '../../../lib/routing/traffic';
import { refusal } from '../../refusal';

const files = { clientCertificate: '/cert.pem', privateKey: '/key.pem' };

describe('ClientTls', () => {
  test('none', () => {
    expect(ClientTls.disable()._render()).toEqual({ mode: 'DISABLE' });
    expect(ClientTls.disable().mode).toBe('DISABLE');
  });

  test('simple', () => {
    expect(ClientTls.simple()._render()).toEqual({ mode: 'SIMPLE' });
    const options = { sni: 'a.com', subjectAltNames: ['a.com'], caCertificates: '/ca.pem', caCrl: '/crl.pem' };
    expect(ClientTls.simple(options)._render()).toEqual({ mode: 'SIMPLE', ...options });
    const secret = { credentialName: 'ca', sni: 'a.com' };
    expect(ClientTls.simple(secret)._render()).toEqual({ mode: 'SIMPLE', ...secret });
    expect(ClientTls.simple({ insecureSkipVerify: true })._render()).toEqual({
      mode: 'SIMPLE',
      insecureSkipVerify: true,
    });
  });

  test('mutual', () => {
    const options = {
      ...files,
      caCertificates: '/ca.pem',
      caCrl: '/crl.pem',
      sni: 'a.com',
      subjectAltNames: ['a.com'],
    };
    expect(ClientTls.mutual(options)._render()).toEqual({ mode: 'MUTUAL', ...options });
    const secret = { credentialName: 'bank', insecureSkipVerify: true };
    expect(ClientTls.mutual(secret)._render()).toEqual({ mode: 'MUTUAL', ...secret });
  });

  test('of the mesh', () => {
    expect(ClientTls.istioMutual()._render()).toEqual({ mode: 'ISTIO_MUTUAL' });
    const options = { sni: 'a.com', subjectAltNames: ['spiffe://cluster.local/ns/a/sa/b'] };
    expect(ClientTls.istioMutual(options)._render()).toEqual({ mode: 'ISTIO_MUTUAL', ...options });
  });

  test('of the mesh, files are never written: Istio would ignore them', () => {
    const options = { sni: 'a.com', ...files };
    expect(ClientTls.istioMutual(options)._render()).toEqual({ mode: 'ISTIO_MUTUAL', sni: 'a.com' });
  });

  test.each(['configmap://a', 'configmap:///a', 'configmap://a/', 'configmap://a/b/c'])(
    'C1: %s lacks a part',
    (credentialName) => {
      expect(refusal(() => ClientTls.simple({ credentialName })).id).toBe('ClientTlsConfigMapMalformed');
    },
  );

  test('C1: a ConfigMap with both parts', () => {
    const credentialName = 'configmap://shop/ca';
    expect(ClientTls.simple({ credentialName })._render()).toEqual({ mode: 'SIMPLE', credentialName });
  });

  test.each([{ caCertificates: '/ca.pem' }, { credentialName: 'ca' }, { subjectAltNames: ['a.com'] }])(
    'C2: nobody verifies %j',
    (verified) => {
      const error = refusal(() => ClientTls.simple({ insecureSkipVerify: true, ...verified }));
      expect(error.id).toBe('ClientTlsNotVerified');
      expect(error.value).toEqual(Object.keys(verified));
    },
  );

  test.each([{ caCertificates: '/ca.pem' }, { subjectAltNames: ['a.com'] }])('C3: nobody verifies %j', (verified) => {
    const make = () => ClientTls.mutual({ insecureSkipVerify: true, ...files, ...verified });
    expect(refusal(make).id).toBe('ClientTlsNotVerified');
  });

  test('C2, C3: no names at all are nothing to verify', () => {
    expect(() => ClientTls.simple({ insecureSkipVerify: true, subjectAltNames: [] })).not.toThrow();
  });

  test.each(['clientCertificate', 'privateKey', 'caCertificates', 'caCrl'])('C4: a Secret and the file %s', (field) => {
    const error = refusal(() => ClientTls.mutual({ credentialName: 'bank', [field]: '/a.pem' }));
    expect(error.id).toBe('ClientTlsCredentialTwice');
    expect(error.value).toEqual([field]);
  });

  test('C4: in simple mode too', () => {
    const make = () => ClientTls.simple({ credentialName: 'ca', caCrl: '/crl.pem' });
    expect(refusal(make).id).toBe('ClientTlsCredentialTwice');
  });

  test.each([{}, { clientCertificate: '/cert.pem' }, { privateKey: '/key.pem' }, { credentialName: '' }])(
    'C5: no certificate in %j',
    (options) => {
      expect(refusal(() => ClientTls.mutual(options)).id).toBe('ClientTlsCertificateMissing');
    },
  );
});
