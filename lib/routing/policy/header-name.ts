import { ConfigurationError } from '../../errors';

/** Characters of a token, RFC 9110 §5.6.2. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** The authority of a request under its two names, in lower case. */
const AUTHORITY: ReadonlySet<string> = new Set([':authority', 'host']);

/** Whether the header is the authority of a request, whichever name and case it is written in. */
export function isAuthority(name: string): boolean {
  return AUTHORITY.has(name.toLowerCase());
}

/**
 * Checks the name of a plain header and returns it as it was written.
 *
 * @throws ConfigurationError HeaderNameMalformed
 */
export function checkHeaderToken(name: string, at: string): string {
  if (typeof name !== 'string' || !TOKEN.test(name)) {
    throw new ConfigurationError('HeaderNameMalformed', { at, problem: 'no name of a header', value: name });
  }
  return name;
}
