import type { VirtualServiceSpecHttpHeaders } from '../../../imports/networking.istio.io';
import { ConfigurationError } from '../../errors';
import { checkHeaderToken, isAuthority } from './header-name';
import { checkHeaderValue } from './header-value';

/**
 * Changes to one set of headers. Values are in Envoy's format: `%%` is a percent sign, `%REQ(X-REQUEST-ID)%` a variable.
 */
export interface HeaderEdits {
  /** Headers with the value they shall have, whatever they had. @default - none */
  readonly set?: { readonly [name: string]: string };
  /** Values that are added to those a header has. @default - none */
  readonly add?: { readonly [name: string]: string };
  /** Names of headers that are taken away. @default - none */
  readonly remove?: readonly string[];
}

/** Changes to the headers on the way there and back. */
export interface HeaderChangesProps {
  /** Changes to the request before it goes to the destination. @default - none */
  readonly request?: HeaderEdits;
  /** Changes to the answer before it goes to the caller. @default - none */
  readonly response?: HeaderEdits;
}

/**
 * Changes to the headers of requests and answers.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers
 */
export class HeaderChanges {
  /**
   * Changes headers. `:authority` (or `host`) can be set in requests, and is better set with {@link Rewrite}; no other
   * pseudo-header can be changed.
   *
   * @throws ConfigurationError HeaderNameMalformed, HeaderNotChangeable, HeaderValueMalformed, AuthoritySetTwice
   */
  public static of(props: HeaderChangesProps): HeaderChanges {
    return new HeaderChanges({
      ...(props.request ? { request: checked(props.request, 'request') } : {}),
      ...(props.response ? { response: checked(props.response, 'response') } : {}),
    });
  }

  /** Whether the authority of requests is changed. */
  public readonly setsAuthority: boolean;

  private constructor(private readonly rendered: VirtualServiceSpecHttpHeaders) {
    const { set, add } = rendered.request ?? {};
    const names = [...Object.keys(set ?? {}), ...Object.keys(add ?? {})].filter(isAuthority);
    if (names.length > 1) {
      throw new ConfigurationError('AuthoritySetTwice', { at: AT, problem: 'two authorities', value: names });
    }
    this.setsAuthority = names.length > 0;
  }

  /** @internal */
  public _render(): VirtualServiceSpecHttpHeaders {
    return { ...this.rendered };
  }
}

const AT = 'HeaderChanges.of';

type Side = 'request' | 'response';

function checked(edits: HeaderEdits, side: Side): NonNullable<VirtualServiceSpecHttpHeaders[Side]> {
  return {
    ...(edits.set ? { set: values(edits.set, side) } : {}),
    ...(edits.add ? { add: values(edits.add, side) } : {}),
    ...(edits.remove ? { remove: edits.remove.map((name) => plainName(name, `removed from the ${side}`)) } : {}),
  };
}

function values(of: { readonly [name: string]: string }, side: Side): { [name: string]: string } {
  // From entries, so that a header named like a property of every object stays a header.
  return Object.fromEntries(
    Object.entries(of).map(([name, value]) => [
      side === 'request' && isAuthority(name) ? name : plainName(name, `set in the ${side}`),
      checkHeaderValue(value, name, AT),
    ]),
  );
}

function plainName(name: string, change: string): string {
  if (typeof name === 'string' && (name.startsWith(':') || isAuthority(name))) {
    throw new ConfigurationError('HeaderNotChangeable', { at: AT, problem: `it cannot be ${change}`, value: name });
  }
  return checkHeaderToken(name, AT);
}
