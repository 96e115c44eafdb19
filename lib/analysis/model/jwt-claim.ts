const CLAIMS = '@request.auth.claims';

/** Whether a header name stands for a claim of the caller's JWT: `@request.auth.claims.a.b` or `@request.auth.claims[a][b]`. */
export function isJwtClaim(header: string): boolean {
  if (!header.toLowerCase().startsWith(CLAIMS)) return false;
  const claim = header.slice(CLAIMS.length);
  if (claim.startsWith('.')) return claim.length > 1;
  return claim.startsWith('[') && claim.endsWith(']') && claim.length > 2;
}
