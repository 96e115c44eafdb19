/** A claim and the values of which a token must have one. */
export interface RequiredClaim {
  /** Name of the claim; `.` leads into it, as in `realm.roles`. */
  readonly claim: string;
  /** At least one. */
  readonly values: readonly string[];
}

/** Which requests need a token, and which token. */
export interface TokenRequirement {
  /** Paths that need one: `/admin`, `/admin*`, `*.html`. @default - all */
  readonly paths?: readonly string[];
  /** Paths that need none. @default - none of them */
  readonly exceptPaths?: readonly string[];
  /** HTTP methods that need one. @default - all */
  readonly methods?: readonly string[];
  /** Issuers whose tokens count. @default - all that the gateway knows */
  readonly issuers?: readonly string[];
  /** Claims that the token must have, all of them. @default - any token of an issuer */
  readonly claims?: readonly RequiredClaim[];
}
