import { entries } from './entry';

/** Mistakes that lib/mesh refuses. */
export const mesh = entries({
  HostMissing: { allowed: 'a DNS name such as api.example.com', fix: 'name the host' },
  HostMalformed: {
    allowed: 'a lower-case DNS name of labels joined by dots, "*." only as the whole first label',
    fix: 'correct the name; leave out scheme, port, path and trailing dot',
  },
  HostWildcardNotAllowed: {
    allowed: 'an exact host name',
    fix: 'name each host, or use the option that takes a wildcard',
  },
  PortOutOfRange: { allowed: 'a whole number from 1 to 65535', fix: 'correct the port number' },
  PercentageOutOfRange: { allowed: 'a number from 0 to 100', fix: 'correct the percentage' },
  WeightOutOfRange: { allowed: 'a whole number from 0 to 100', fix: 'correct the weight' },
  WeightsNotHundred: { allowed: 'weights that add up to 100', fix: 'correct the weights' },
  ProtocolUnknown: {
    allowed: 'HTTP, HTTPS, GRPC, GRPC-WEB, HTTP2, MONGO, REDIS, MYSQL, TCP or TLS',
    fix: 'use one of the values of Protocol',
  },
  NameNotDnsLabel: {
    allowed: 'a DNS-1123 label: a–z, 0–9 and "-", at most 63 characters, no "-" at either end',
    fix: 'correct the name',
  },
  LabelMalformed: {
    allowed: 'Kubernetes labels: a key, and a value of letters, digits, "-", "_" and "." of at most 63 characters',
    fix: 'correct the labels',
  },
  ValueMistyped: { allowed: 'a value of the type that is declared', fix: 'give a value of that type' },
  NameMissing: { allowed: 'an object whose name is known at synth', fix: 'give the object a name' },
  NamespaceMissing: {
    allowed: 'a namespace on the Service, or Mesh.configure({ defaultNamespace })',
    fix: 'set metadata.namespace, give the chart a namespace, or configure a default namespace',
  },
  NamespaceDisagrees: {
    allowed: 'a namespace on both the Service and the construct, or on neither',
    fix: 'set the namespace on the other one too, or Mesh.configure({ defaultNamespace })',
  },
  PortMissing: { allowed: 'one of the ports that the Service has', fix: 'name the port' },
  PortUnknown: {
    allowed: 'one of the ports that the Service has',
    fix: 'name an existing port, or add it to the Service',
  },
  PortAmbiguous: { allowed: 'the port, where a Service has several', fix: 'give `port`' },
  MeshAlreadyRead: {
    allowed: 'one Mesh.configure, before any construct of this library is made',
    fix: 'move Mesh.configure(app, …) to the top of the program',
  },
  IstioVersionMalformed: { allowed: 'a version such as 1.31 or 1.31.2', fix: 'correct istioVersion' },
  IstioVersionTooOld: {
    allowed: 'features of the oldest Istio that the manifests must run on',
    fix: 'raise Mesh.configure({ istioVersion }), or leave the feature out',
  },
  VisibilityMalformed: {
    allowed: '"*" alone, "." or namespace names, each once',
    fix: 'correct exportTo',
  },
  CredentialMalformed: {
    allowed: 'the name of a Secret in the namespace of the proxy, without a namespace in it',
    fix: 'give the bare name of the Secret',
  },
  WorkloadMalformed: {
    allowed: 'labels, a namespace and a Service with its ports',
    fix: 'complete the gateway workload',
  },
});
