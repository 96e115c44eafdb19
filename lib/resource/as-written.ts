import { ApiObject, App, ImplicitTokenResolver, Lazy, LazyResolver, NumberStringUnionResolver } from 'cdk8s';
import type { Construct } from 'constructs';
import { metadataOf, type ResourceMetadata } from './metadata';
import { patchable } from './patchable';
import { copyOfPlain } from './plain';

/** Computes a spec at synth. What can be wrong is refused earlier, or by a validation. */
export type Produce<T> = () => T;

/** A generated class of Istio. */
// Their props differ.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type GeneratedClass = new (scope: Construct, id: string, props: any) => ApiObject;

/** A class whose spec is computed at synth, so that what is added to a construct later still reaches the manifest. */
export type WrittenClass<Spec> = new (
  scope: Construct,
  id: string,
  metadata: ResourceMetadata,
  produce: Produce<Spec>,
) => ApiObject;

/**
 * Makes a generated class of Istio write its spec as it was given, in the names of the manifest. Generated classes copy a spec once
 * more, lose what their CRD did not have yet, and write the alias `jwks_uri` where the documented name is `jwksUri`.
 */
export function asWritten<Spec>(Base: GeneratedClass): WrittenClass<Spec> {
  return patchable(
    class extends Base {
      constructor(
        scope: Construct,
        id: string,
        metadata: ResourceMetadata,
        private readonly produce: Produce<Spec>,
      ) {
        super(scope, id, { metadata: metadataOf(metadata), spec: Lazy.any({ produce }) });
      }

      public override toJson(): unknown {
        return this.plainManifest() ?? ApiObject.prototype.toJson.call(this);
      }

      /**
       * The manifest as cdk8s gives it, in a tenth of the time: it asks its resolvers about every value. Undefined where one of
       * them could have something to resolve, and where the spec throws, since cdk8s says of which object.
       */
      private plainManifest(): unknown {
        if (!App.of(this).resolvers.every(isBuiltIn)) return undefined;
        let produced: Spec;
        try {
          produced = this.produce();
        } catch {
          return undefined;
        }
        const spec = copyOfPlain(produced, !process.env.CDK8S_DISABLE_SORT);
        if (spec === undefined) return undefined;
        const { apiVersion, kind, metadata } = this;
        return { apiVersion, kind, metadata: metadata.toJson() as unknown, spec };
      }
    },
  );
}

const BUILT_IN: ReadonlySet<unknown> = new Set([LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver]);

function isBuiltIn(resolver: object): boolean {
  return BUILT_IN.has(resolver.constructor);
}
