import { ConfigurationError } from '../../errors';

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/**
 * Checks the name of an object that may have dots in it.
 *
 * @throws ConfigurationError NameNotDnsLabel
 */
export function checkDnsSubdomain(name: string, at: string): void {
  if (typeof name === 'string' && name.length <= 253 && SUBDOMAIN.test(name)) return;
  throw new ConfigurationError('NameNotDnsLabel', {
    at,
    problem: 'the name is no DNS-1123 subdomain',
    value: name,
    allowed: 'letters a to z, digits, "-" and ".", at most 253 characters',
  });
}
