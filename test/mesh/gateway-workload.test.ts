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
    expect(GatewayWorkload.helm('my-istio-edge', 'edge').labels.istio).toBe('my-istio-edge');
  });

  test('Helm offers 15021, 80 and 443, and what you add; nothing is chosen for hops', () => {
    expect(GatewayWorkload.helm('edge', 'ingress').ports).toEqual([{ port: 15021 }, { port: 80 }, { port: 443 }]);
    expect(GatewayWorkload.helm('edge', 'ingress').hopPort).toBeUndefined();
    const changed = GatewayWorkload.helm('edge', 'ingress', {
      namespace: 'other',
      extraPorts: [{ port: 7777, targetPort: 17777 }],
      hopPort: 7777,
    });
    expect(changed.namespace).toBe('other');
    expect(changed.hopPort).toBe(7777);
    expect(changed.containerPort(7777)).toBe(17777);
    expect(changed.ports).toHaveLength(4);
  });

  test('P93 Gateway API adds the class to every name', () => {
    const workload = GatewayWorkload.gatewayApi('cnn-egress-gateway', 'shop', [{ port: 80 }]);
    expect(workload).toMatchObject({
      labels: { 'gateway.networking.k8s.io/gateway-name': 'cnn-egress-gateway' },
      serviceName: 'cnn-egress-gateway-istio',
      serviceAccount: 'cnn-egress-gateway-istio',
      namespace: 'shop',
      ports: [{ port: 80 }],
    });
    expect(GatewayWorkload.gatewayApi('cnn', 'shop', [{ port: 80 }], 'remote').serviceName).toBe('cnn-remote');
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
    expect(workload.ports).toEqual([{ port: 80, targetPort: 8080 }, { port: 443, targetPort: 8443 }, { port: 7777 }]);
    expect(GatewayWorkload.istioctlEgress().hopPort).toBeUndefined();
  });

  test('one of your own: its ServiceAccount is named like the Service unless you say so', () => {
    const props = { labels: { a: 'b' }, namespace: 'n', serviceName: 's', ports: [{ port: 80 }] };
    expect(GatewayWorkload.of(props)).toMatchObject({ ...props, serviceAccount: 's' });
    expect(GatewayWorkload.of({ ...props, serviceAccount: 'own' }).serviceAccount).toBe('own');
  });

  test('offers its own ports and no other', () => {
    const workload = GatewayWorkload.istioctlEgress();
    expect([80, 443, 8080, 15021].filter((port) => workload.offers(port))).toEqual([80, 443]);
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
    [{ ...whole, hopPort: 0 }, 'PortOutOfRange'],
  ])('%j as %s', (props, id) => expect(refusal(() => GatewayWorkload.of(props)).id).toBe(id));

  test.each([
    [{ ...whole, namespace: 'N' }, 'namespace', 'N'],
    [{ ...whole, serviceName: 'S' }, 'serviceName', 'S'],
    [{ ...whole, ports: [{ port: 0 }] }, 'port is', 0],
    [{ ...whole, ports: [{ port: 80, targetPort: 0 }] }, 'targetPort', 0],
    [{ ...whole, hopPort: 0 }, 'hopPort', 0],
    [{ ...whole, labels: {} }, 'labels', {}],
    [{ ...whole, ports: [] }, 'ports', []],
  ])('%j by the name of what is wrong, with its value', (props, name, value) => {
    const error = refusal(() => GatewayWorkload.of(props));
    expect(error.path).toBe('GatewayWorkload');
    expect(error.message).toContain(name);
    expect(error.value).toEqual(value);
  });

  test('P11 a port that the Service lacks, with those it has', () => {
    const error = refusal(() => GatewayWorkload.istioctlEgress().containerPort(7777));
    expect(error.message).toContain('does not offer port 7777');
    expect(error.allowed).toBe('80, 443');
    expect(error.value).toBe(7777);
    expect(error.path).toBe('GatewayWorkload');
    expect(error.fix).toContain('extraPorts');
    expect(error.message).toContain('istio-system/istio-egressgateway');
  });
});
