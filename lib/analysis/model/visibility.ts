/** Namespaces that see a resource. */
import { texts } from './json';
import type { Resource } from '../../snapshot';

/** `*`, or the namespaces; `.` is the resource's own. `fallback` is the mesh's default where the field is empty. */
export function scopesOf(exportTo: unknown, namespace: string, fallback: readonly string[] = ['*']): readonly string[] {
  const given = texts(exportTo);
  const entries = given.length > 0 ? given : fallback;
  if (entries.length === 0 || entries.includes('*')) return ['*'];
  return [...new Set(entries.map((entry) => (entry === '.' ? namespace : entry)))];
}

/** Whether a resource with `exportTo` is seen from a namespace. */
export function isVisible(resource: Resource, from: string, fallback?: readonly string[]): boolean {
  const scopes = scopesOf(resource.spec.exportTo, resource.namespace, fallback);
  return scopes.includes('*') || scopes.includes(from);
}
