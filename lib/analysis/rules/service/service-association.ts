import { fields, number, objects, text } from '../../model/json';
import { DEPLOYMENT, NAMESPACE, SERVICE } from '../../model/kinds';
import { selects, type Labels } from '../../model/labels';
import { isInMesh } from '../../model/mesh-membership';
import { fullName, groupBy } from '../../model/names';
import type { Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'service-association',
    codes: ['IST0116', 'IST0137'],
    level: 'warning',
    description: 'Services of one Deployment disagree on the protocol of a port, or on the port before a target port',
    kinds: [DEPLOYMENT, SERVICE, NAMESPACE],
    istioctl: 'deployment.MultiServiceAnalyzer',
  },
  check(context) {
    const services = groupBy(context.ofKind(SERVICE), ({ namespace }) => namespace);
    for (const deployment of context.ofKind(DEPLOYMENT)) {
      if (deployment.labels['gateway.istio.io/managed'] === 'istio.io-mesh-controller') continue;
      const template = fields(deployment.spec.template);
      const { labels = {}, annotations = {} } = fields(template.metadata);
      const workload = {
        resource: deployment,
        namespace: deployment.namespace,
        labels: fields(labels) as Labels,
        annotations: fields(annotations) as Labels,
        spec: fields(template.spec),
      };
      if (!isInMesh(workload, context)) continue;
      const before = (services.get(deployment.namespace) ?? []).filter(
        ({ spec }) => Object.keys(fields(spec.selector)).length > 0 && selects(spec.selector, workload.labels),
      );
      if (before.length === 0) continue;
      checkProtocols(context, deployment, before);
      checkTargetPorts(context, deployment, before);
    }
  },
};

function checkProtocols({ report }: RuleContext, deployment: Resource, services: readonly Resource[]): void {
  const ports = new Map<number, Map<string, string[]>>();
  for (const service of services) {
    for (const port of objects(service.spec.ports)) {
      const protocols = ports.get(number(port.port)) ?? new Map<string, string[]>();
      ports.set(number(port.port), protocols);
      const protocol = text(port.protocol) || 'TCP';
      protocols.set(protocol, [...(protocols.get(protocol) ?? []), fullName(service)]);
    }
  }
  for (const [port, protocols] of ports) {
    if (protocols.size < 2) continue;
    const names = [...protocols.values()].flat().sort().join(' ');
    report({
      resource: deployment,
      code: 'IST0116',
      path: 'metadata.name',
      message: `This deployment ${deployment.name} is associated with multiple services using port ${port} but different protocols: [${names}]; use one protocol`,
    });
  }
}

function checkTargetPorts({ report }: RuleContext, deployment: Resource, services: readonly Resource[]): void {
  const targets = new Map<string, Map<number, string>>();
  for (const service of services) {
    for (const port of objects(service.spec.ports)) {
      const given = text(port.targetPort);
      const target = given === '' || given === '0' ? text(port.port) : given;
      targets.set(target, (targets.get(target) ?? new Map<number, string>()).set(number(port.port), fullName(service)));
    }
  }
  for (const [target, ports] of targets) {
    if (ports.size < 2) continue;
    const names = [...ports.values()].sort().join(' ');
    const numbers = [...ports.keys()].sort((a, b) => a - b).join(' ');
    report({
      resource: deployment,
      code: 'IST0137',
      path: 'metadata.name',
      message: `This deployment ${deployment.name} is associated with multiple services [${names}] using targetPort ${target} but different ports: [${numbers}]; use one port`,
    });
  }
}
