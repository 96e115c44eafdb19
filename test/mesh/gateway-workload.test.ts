import { GatewayWorkload } from '../../lib/mesh';
import { refusal } from '../refusal';

describe('1.1 the identity of a gateway depends on how it was installed', () => {
  test('istioctl, egress', () => {
    const workload = GatewayWorkload.istioctlEgress();
    expect(workload).toMatchObject({
      labels: { istio: 'egressgateway' },
      namespace: 'istio-system',
      serviceName: 'istio-egressgateway',
      serviceAccount: 'istio-egressgateway-service-account',
    });
    expect(workload.host('cluster.local')).toBe('istio-egressgateway.istio-system.svc.cluster.local');
    expect([workload.containerPort(80), workload.containerPort(443)]).toEqual([8080, 8443]);
  });

  test('istioctl, ingress', () => {
    const workload = GatewayWorkload.istioctlIngress();
    expect(workload).toMatchObject({ labels: { istio: 'ingressgateway' }, serviceName: 'istio-ingressgateway' });
    expect([15021, 80, 443].every((port) => workload.offers(port))).toBe(true);
  });

  test('P13 Helm drops a leading istio- in one of the labels', () => {
    const workload = GatewayWorkload.helm('istio-edge', 'istio-ingress');
    expect(workload).toMatchObject({
      labels: { app: 'istio-edge', istio: 'edge' },
      namespace: 'istio-ingress',
      serviceName: 'istio-edge',
      serviceAccount: 'istio-edge',
    });
    expect(workload.containerPort(80)).toBe(80);
  });

  test('P93 Gateway API adds the class to every name', () => {
    const workload = GatewayWorkload.gatewayApi('cnn-egress-gateway', 'shop', [{ port: 80 }]);
    expect(workload).toMatchObject({
      labels: { 'gateway.networking.k8s.io/gateway-name': 'cnn-egress-gateway' },
      serviceName: 'cnn-egress-gateway-istio',
      serviceAccount: 'cnn-egress-gateway-istio',
    });
  });

  test('P15 the cluster domain is part of the Service name', () => {
    expect(GatewayWorkload.istioctlEgress().host('k8s.example')).toBe(
      'istio-egressgateway.istio-system.svc.k8s.example',
    );
  });

  test('further ports and another namespace', () => {
    const workload = GatewayWorkload.istioctlEgress({
      namespace: 'egress',
      extraPorts: [{ port: 7777 }],
      hopPort: 7777,
    });
    expect(workload.namespace).toBe('egress');
    expect(workload.containerPort(7777)).toBe(7777);
    expect(workload.hopPort).toBe(7777);
  });
});

describe('refused', () => {
  const whole = { labels: { a: 'b' }, namespace: 'n', serviceName: 's', ports: [{ port: 80 }] };

  test.each([
    [{ ...whole, labels: {} }, 'WorkloadMalformed'],
    [{ ...whole, ports: [] }, 'WorkloadMalformed'],
    [{ ...whole, namespace: 'N' }, 'NameNotDnsLabel'],
    [{ ...whole, serviceName: 'a.b' }, 'NameNotDnsLabel'],
    [{ ...whole, ports: [{ port: 0 }] }, 'PortOutOfRange'],
    [{ ...whole, ports: [{ port: 80, targetPort: 70000 }] }, 'PortOutOfRange'],
    [{ ...whole, hopPort: 443 }, 'WorkloadMalformed'],
  ])('%j as %s', (props, id) => expect(refusal(() => GatewayWorkload.of(props)).id).toBe(id));

  test('P11 a port that the Service lacks, with those it has', () => {
    const error = refusal(() => GatewayWorkload.istioctlEgress().containerPort(7777));
    expect(error.message).toContain('does not offer port 7777');
    expect(error.allowed).toBe('80, 443');
  });
});
