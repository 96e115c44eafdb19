import { ConfigurationError, type IErrorScope } from '../errors';

const DOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const WORD = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const LONGEST_DOMAIN = 253;

/** Whether Kubernetes takes it: `app: web`, `topology.kubernetes.io/zone: a`; the value may be empty. */
export function isLabel(key: string, value: unknown): boolean {
  const slash = key.indexOf('/');
  const domain = key.slice(0, Math.max(slash, 0));
  const isKey =
    WORD.test(key.slice(slash + 1)) && (slash < 0 || (domain.length <= LONGEST_DOMAIN && DOMAIN.test(domain)));
  return isKey && typeof value === 'string' && (value === '' || WORD.test(value));
}

/**
 * Checks labels by which workloads are selected.
 *
 * @throws ConfigurationError LabelMalformed
 */
export function checkLabels(labels: Readonly<Record<string, string>>, at: IErrorScope | string, of = 'labels'): void {
  for (const [key, value] of Object.entries(labels)) {
    if (isLabel(key, value)) continue;
    throw new ConfigurationError('LabelMalformed', {
      at,
      problem: `${of}: no Kubernetes label`,
      value: { [key]: value },
    });
  }
}
