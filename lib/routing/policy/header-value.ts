import { ConfigurationError } from '../../errors';

/** A letter that stands for itself: no percent sign, no control character but the tab. */
const LITERAL = /[^%\u0000-\u0008\u000a-\u001f\u007f]/;
/** `"a"`, a JSON string; a closing parenthesis in it would end the variable for istiod. */
const QUOTED = /"(?:[^"\\)]|\\.)*"/;
/** `["a", "b"]`. */
const LIST = new RegExp(` *\\[ *${QUOTED.source}(?: *, *${QUOTED.source})* *\\] *`);
/** `X-REQUEST-ID`, `%s`. */
const PLAIN = / *[^ [)"\\](?:[^)"\\]|\\.)*/;
/** `%NAME%` or `%NAME(arguments)%`. */
const VARIABLE = new RegExp(`%[A-Z][A-Z0-9_]*(?:\\((?:${LIST.source}|${PLAIN.source})\\) *)?%`);
const VALUE = new RegExp(`^(?:${LITERAL.source}|%%|${VARIABLE.source})*$`);

/**
 * Checks a header value in Envoy's format (`%%` is a percent sign, `%REQ(X-REQUEST-ID)%` a variable) and returns it.
 *
 * @throws ConfigurationError HeaderValueMalformed
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#command-operators
 */
export function checkHeaderValue(value: string, name: string, at: string): string {
  if (typeof value !== 'string' || !VALUE.test(value)) {
    throw new ConfigurationError('HeaderValueMalformed', {
      at,
      problem: `the value of header ${name} is not in Envoy's format`,
      value,
    });
  }
  return value;
}
