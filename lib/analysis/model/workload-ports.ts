/** Ports of the pods that a policy selects, by what Services and containers say of them. */
import { declaredProtocol, type Protocol } from '../../mesh';
import type { Fields, Resource } from '../../snapshot';
import type { RuleContext } from '../rule';
import { inNamespace } from './in-namespace';
import { fields, number, objects, text } from './json';
import { SERVICE } from './kinds';
import { selects, type Labels } from './labels';
import { workloadsOf, type Workload } from './workloads';

/** What is known of the ports of some pods. */
export interface WorkloadPorts {
  /** Ports of the pods, with the protocols that Services declare for them; undefined is a protocol that Istio finds out. */
  readonly opened: ReadonlyMap<number, ReadonlySet<Protocol | undefined>>;
  /** Ports of Services that lead to another port of the pods. */
  readonly mapped: ReadonlyMap<number, number>;
  /** Whether every Service port leads to a known number. */
  readonly isKnown: boolean;
}

/** Of the pods of a namespace that a selector is for. Reads Service and every kind of workload. */
export function workloadPorts(context: RuleContext, namespace: string, wanted: Fields): WorkloadPorts {
  const pods = workloadsOf(context).select(wanted, namespace);
  const services = inNamespace(context.ofKind(SERVICE), namespace).filter((one) => isInFront(one, pods, wanted));
  const opened = new Map<number, Set<Protocol | undefined>>();
  const mapped = new Map<number, number>();
  let isKnown = true;
  for (const { spec } of services) {
    for (const port of objects(spec.ports)) {
      const target = targetOf(port, pods);
      if (target === undefined) isKnown = false;
      else {
        opened.set(target, (opened.get(target) ?? new Set()).add(protocolOf(port)));
        if (target !== number(port.port)) mapped.set(number(port.port), target);
      }
    }
  }
  for (const port of pods.flatMap(containerPorts)) {
    const found = number(port.containerPort);
    if (!opened.has(found)) opened.set(found, new Set());
  }
  return { opened, mapped, isKnown };
}

/** Whether a Service is for the pods, or where none is here, for pods that are all of those meant. */
function isInFront({ spec }: Resource, pods: readonly Workload[], wanted: Fields): boolean {
  const selector = fields(spec.selector);
  if (Object.keys(selector).length === 0) return false;
  return pods.length > 0
    ? pods.some(({ labels }) => selects(selector, labels))
    : Object.keys(wanted).length > 0 && selects(wanted, selector as Labels);
}

/** The number of the pod's port; undefined where it has a name that no container here gives. */
function targetOf(port: Fields, pods: readonly Workload[]): number | undefined {
  const target = text(port.targetPort);
  if (target === '') return number(port.port);
  if (/^\d+$/.test(target)) return Number(target);
  const named = pods.flatMap(containerPorts).find(({ name }) => text(name) === target);
  return named && number(named.containerPort);
}

function protocolOf(port: Fields): Protocol | undefined {
  return declaredProtocol(text(port.name), text(port.appProtocol));
}

function containerPorts({ spec }: Workload): readonly Fields[] {
  return [...objects(spec.containers), ...objects(spec.initContainers)].flatMap(({ ports }) => objects(ports));
}
