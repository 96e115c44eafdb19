import { ApiObject } from 'cdk8s';

// The shape TypeScript asks of a mixin's base.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type ApiObjectClass = new (...args: any[]) => ApiObject;

/**
 * Makes a generated class of Istio write its spec as it was given, in the names of the manifest. Generated classes copy a spec once
 * more, lose what their CRD did not have yet, and write the alias `jwks_uri` where the documented name is `jwksUri`.
 */
export function asWritten<C extends ApiObjectClass>(Base: C): C {
  return class extends Base {
    public override toJson(): unknown {
      return ApiObject.prototype.toJson.call(this);
    }
  };
}
