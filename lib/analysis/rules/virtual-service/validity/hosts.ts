import { wildcardProblem } from '../../../model/validity/values';

/** A host of a VirtualService; `withSni` also lets the names through that Istio gives clusters: `outbound_.80_._.a.com`. */
export function hostProblem(host: string, withSni: boolean): string | undefined {
  if (!withSni || !host.startsWith('outbound_') || host.length > 255) return wildcardProblem(host);
  const parts = host.split('_');
  const [port, name] = [parts[1] ?? '', parts[3] ?? ''];
  if (parts.length >= 4 && /\d/.test(port) && /[a-zA-Z]/.test(name)) return undefined;
  return `host "${host}" should read outbound_.<port>_._.<host>`;
}
