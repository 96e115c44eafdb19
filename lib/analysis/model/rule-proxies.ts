/** Which proxies take the rules of a VirtualService: sidecars of the mesh, or gateways whose namespace is known. */
import type { Fields, Resource, Snapshot } from '../../snapshot';
import type { RuleContext } from '../rule';
import type { RouteDestination } from './destinations';
import { fields, objects, text, texts } from './json';
import { GATEWAY, SERVICE } from './kinds';
import { selects, type Labels } from './labels';
import { reference } from './names';
import { scopesOf } from './visibility';
import { workloadsOf, type Workloads } from './workloads';

const NOWHERE: ReadonlySet<string> = new Set();
const memory = new WeakMap<Snapshot, Map<Resource, ReadonlySet<string>>>();

/** The proxies that take one rule. */
export interface RuleProxies {
  /** Namespaces of the gateways that take it, as far as they are known. */
  readonly gateways: ReadonlySet<string>;
  /** Namespaces whose sidecars take it, `*` for all of them. */
  readonly sidecars: ReadonlySet<string>;
}

/** Who takes the rule of a destination. Reads Gateway, Service and every kind of workload. */
export function proxiesOf(context: RuleContext, virtualService: Resource, one: RouteDestination): RuleProxies {
  const { spec } = virtualService;
  const matches = objects(objects(spec[one.family])[one.rule]?.match);
  const bound = gatewaysOf(spec);
  const gateways = new Set<string>();
  const sidecars = new Set<string>();
  const visible = visibleFrom(context, virtualService);
  for (const match of matches.length > 0 ? matches : [fields(undefined)]) {
    const own = texts(match.gateways);
    for (const name of own.length > 0 ? own : bound) {
      const source = text(match.sourceNamespace);
      if (name !== 'mesh') {
        for (const namespace of gatewayNamespaces(context, virtualService.namespace, name)) gateways.add(namespace);
      } else if (source === '') for (const scope of visible) sidecars.add(scope);
      else if (visible.includes('*') || visible.includes(source)) sidecars.add(source);
    }
  }
  return { gateways: new Set([...gateways].filter((one) => visible.includes('*') || visible.includes(one))), sidecars };
}

/** The gateways of a VirtualService, `mesh` where it names none. */
export function gatewaysOf(spec: Resource['spec']): readonly string[] {
  const names = texts(spec.gateways);
  return names.length > 0 ? names : ['mesh'];
}

/** `*`, or the namespaces whose proxies see a VirtualService. */
export function visibleFrom({ snapshot }: RuleContext, { spec, namespace }: Resource): readonly string[] {
  return scopesOf(spec.exportTo, namespace, snapshot.meshConfig.defaultVirtualServiceExportTo);
}

/**
 * Namespaces of the workloads that open a Gateway: those of workloads with its labels, or else of Services that select such.
 * Empty where the Gateway, or everything that it selects, is elsewhere.
 */
export function gatewayNamespaces(context: RuleContext, namespace: string, name: string): ReadonlySet<string> {
  const target = reference(namespace, name);
  const gateway = context.find(GATEWAY, target.namespace, target.name);
  const services = context.ofKind(SERVICE);
  const workloads = workloadsOf(context);
  if (!gateway) return NOWHERE;
  const homes = memory.get(context.snapshot) ?? new Map<Resource, ReadonlySet<string>>();
  memory.set(context.snapshot, homes);
  const found = homes.get(gateway) ?? homesOf(fields(gateway.spec.selector), workloads, services);
  homes.set(gateway, found);
  return found;
}

function homesOf(selector: Fields, workloads: Workloads, services: readonly Resource[]): ReadonlySet<string> {
  // Without labels it is for every gateway there is.
  if (Object.keys(selector).length === 0) return NOWHERE;
  const selected = workloads.select(selector);
  if (selected.length > 0) return new Set(selected.map(({ namespace }) => namespace));
  const behind = services.filter(({ spec }) => selects(selector, fields(spec.selector) as Labels));
  return new Set(behind.map(({ namespace }) => namespace));
}
