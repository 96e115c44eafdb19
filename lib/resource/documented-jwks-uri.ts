import type { ApiObject } from 'cdk8s';

// The shape TypeScript asks of a mixin's base.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type ApiObjectClass = new (...args: any[]) => ApiObject;

interface Tokens {
  readonly spec?: { readonly jwtRules?: readonly Readonly<Record<string, unknown>>[] };
}

/**
 * Makes a RequestAuthentication write `jwksUri`, the documented name of the field. The schema lists the alias `jwks_uri` beside
 * it; both become one property of the generated class, which writes the alias.
 */
export function documentedJwksUri<C extends ApiObjectClass>(Base: C): C {
  return class extends Base {
    public override toJson(): unknown {
      const manifest = super.toJson() as Tokens;
      const rules = manifest.spec?.jwtRules;
      if (rules === undefined) return manifest;
      return { ...manifest, spec: { ...manifest.spec, jwtRules: rules.map(renamed) } };
    }
  };
}

function renamed(rule: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(rule).map(([key, value]) => [key === 'jwks_uri' ? 'jwksUri' : key, value]));
}
