import { isWildcard } from '../../../../mesh';
import { wildcardProblem } from '../../../model/validity/values';

/** A host of a VirtualService; `withSni` also lets the names through that Istio gives clusters: `outbound_.80_._.a.com`. */
export function hostProblem(host: string, withSni: boolean): string | undefined {
  if (!withSni || !host.startsWith('outbound_') || host.length > 255) return wildcardProblem(host);
  const parts = host.split('_');
  const [port, name] = [parts[1] ?? '', parts[3] ?? ''];
  if (parts.length >= 4 && /\d/.test(port) && /[a-zA-Z]/.test(name)) return undefined;
  return `host "${host}" should read outbound_.<port>_._.<host>`;
}

/** Whether every name of `inner` is one of `outer`'s. As the webhook compares: case counts, and `*a.com` is `a.com` too. */
export function isWithin(inner: string, outer: string): boolean {
  if (!isWildcard(outer)) return inner === outer;
  if (!isWildcard(inner)) return inner.endsWith(outer.slice(1));
  return inner.length >= outer.length && inner.slice(1).endsWith(outer.slice(1));
}

/** Whether some name belongs to both, by the same comparison. */
export function overlap(one: string, other: string): boolean {
  return isWithin(one, other) || isWithin(other, one);
}
