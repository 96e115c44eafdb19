import { canonical, number, objects, text, texts } from '../../model/json';
import { SERVICE_ENTRY } from '../../model/kinds';
import { fullName } from '../../model/names';
import type { Resource } from '../../../snapshot';
import type { Rule } from '../../rule';

/** What of a host there can be one of. */
const SINGLE = ['resolution', 'location', 'addresses'] as const;
const DEFAULTS: Readonly<Record<(typeof SINGLE)[number], unknown>> = {
  resolution: 'NONE',
  location: 'MESH_EXTERNAL',
  addresses: [],
};

export const rule: Rule = {
  meta: {
    id: 'duplicate-service-entry',
    codes: ['CIS0512'],
    level: 'warning',
    description: 'Two ServiceEntries of one namespace for one host and port differ in what a host has once',
    kinds: [SERVICE_ENTRY],
  },
  check({ ofKind, report }) {
    const first = new Map<string, Resource>();
    for (const resource of ofKind(SERVICE_ENTRY)) {
      const told = new Set<Resource>();
      for (const key of keysOf(resource)) {
        const holder = first.get(key);
        if (!holder) first.set(key, resource);
        if (!holder || holder === resource || told.has(holder)) continue;
        const field = SINGLE.find((name) => valueOf(holder, name) !== valueOf(resource, name));
        if (field === undefined) continue;
        told.add(holder);
        report({
          resource,
          path: `spec.${field}`,
          message: `ServiceEntry ${fullName(holder)} declares host and port ${key.split(' ').slice(1).join(':')} too, with another ${field}: that of the older one counts; declare the host once`,
        });
      }
    }
  },
};

function keysOf({ namespace, spec }: Resource): readonly string[] {
  const ports = objects(spec.ports).map((port) => number(port.number));
  return texts(spec.hosts).flatMap((host) => ports.map((port) => `${namespace} ${host.toLowerCase()} ${port}`));
}

function valueOf({ spec }: Resource, field: (typeof SINGLE)[number]): string {
  const value = spec[field];
  return canonical(Array.isArray(value) ? [...texts(value)].sort() : text(value) || DEFAULTS[field]);
}
