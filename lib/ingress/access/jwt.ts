import type { RequestAuthenticationSpecJwtRules } from '../../../imports/security.istio.io';
import { ConfigurationError } from '../../errors';

/** A header that carries a token. */
export interface TokenHeader {
  readonly name: string;
  /** What stands before the token, e.g. `Bearer `. @default - nothing */
  readonly prefix?: string;
}

/** An issuer of tokens. */
export interface JwtProps {
  /** The claim `iss` of its tokens. */
  readonly issuer: string;
  /** Where its public keys are, `https://…`. @default - found by the issuer's discovery document */
  readonly jwksUri?: string;
  /** Its public keys themselves, as JSON. Not with `jwksUri`. @default - fetched */
  readonly jwks?: string;
  /** Audiences of which a token must name one. @default - any */
  readonly audiences?: readonly string[];
  /** Headers with the token; with them `Authorization` is not looked at. @default - `Authorization: Bearer …` */
  readonly fromHeaders?: readonly TokenHeader[];
  /** Parameters of the query with the token. @default - `access_token` */
  readonly fromParams?: readonly string[];
  /** Whether the destination gets the token too. @default false */
  readonly forwardOriginalToken?: boolean;
  /** Claims that the destination gets as headers, by the name of the header. @default - none */
  readonly claimsToHeaders?: Readonly<Record<string, string>>;
}

/**
 * An issuer of tokens that a gateway checks.
 *
 * @see https://istio.io/latest/docs/reference/config/security/jwt/#JWTRule
 */
export class Jwt {
  /** @throws ConfigurationError JwtMalformed */
  public static of(props: JwtProps): Jwt {
    return new Jwt(props);
  }

  public readonly issuer: string;

  private constructor(private readonly props: JwtProps) {
    this.issuer = props.issuer;
    const problem = problemOf(props);
    if (problem) throw new ConfigurationError('JwtMalformed', { at: 'Jwt.of', problem, value: props.issuer });
  }

  /** @internal */
  public _render(): RequestAuthenticationSpecJwtRules {
    const { issuer, jwksUri, jwks, audiences, fromHeaders, fromParams, forwardOriginalToken, claimsToHeaders } =
      this.props;
    return {
      issuer,
      ...(audiences ? { audiences: [...audiences] } : {}),
      ...(jwksUri === undefined ? {} : { jwksUri }),
      ...(jwks === undefined ? {} : { jwks }),
      ...(fromHeaders ? { fromHeaders: fromHeaders.map((one) => ({ ...one })) } : {}),
      ...(fromParams ? { fromParams: [...fromParams] } : {}),
      ...(forwardOriginalToken ? { forwardOriginalToken } : {}),
      ...(claimsToHeaders
        ? { outputClaimToHeaders: Object.entries(claimsToHeaders).map(([header, claim]) => ({ header, claim })) }
        : {}),
    };
  }
}

function problemOf({ issuer, jwksUri, jwks, audiences, fromHeaders, fromParams }: JwtProps): string | undefined {
  if (typeof issuer !== 'string' || issuer.trim() === '') return 'the issuer is empty';
  if (jwksUri !== undefined && jwks !== undefined) return 'keys are given twice, by jwksUri and by jwks';
  if (jwksUri !== undefined && !/^https?:\/\/\S+$/.test(jwksUri)) return 'jwksUri is no URL';
  if (jwks !== undefined && !hasKeys(jwks)) return 'jwks is no JSON Web Key Set';
  for (const [name, list] of Object.entries({ audiences, fromHeaders, fromParams })) {
    if (list?.length === 0) return `${name} is empty`;
  }
  return undefined;
}

function hasKeys(jwks: string): boolean {
  try {
    return Array.isArray((JSON.parse(jwks) as { keys?: unknown } | null)?.keys);
  } catch {
    return false;
  }
}
