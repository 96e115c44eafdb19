import { type ApiObject, JsonPatch } from 'cdk8s';
import { ConfigurationError } from '../errors';

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
}

// The shape TypeScript asks of a mixin's base.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type ApiObjectClass = new (...args: any[]) => ApiObject;

const NONE: readonly JsonPatch[] = [];

/**
 * Makes `addJsonPatch` of a generated class reach every field. The generated classes apply patches before they drop what their
 * mapping does not know, so that a patch on a newer field is lost; here it is applied to the finished manifest.
 */
export function patchable<C extends ApiObjectClass>(Base: C): C {
  return class extends Base {
    private operations: readonly JsonPatch[] = NONE;

    public override addJsonPatch(...operations: JsonPatch[]): void {
      this.operations = [...this.operations, ...operations];
    }

    public override toJson(): unknown {
      return applyPatches(super.toJson(), this.operations, this);
    }
  };
}

function applyPatches(manifest: unknown, patches: readonly JsonPatch[], at: ApiObject): unknown {
  let result = manifest;
  for (const patch of patches) {
    const operation = (patch as unknown as { _toJson(): Operation })._toJson();
    const missing = firstMissing(result, operation);
    if (missing !== undefined) {
      throw new ConfigurationError('PatchHitsNothing', {
        at,
        problem: `the manifest has nothing at ${missing}`,
        value: operation,
      });
    }
    result = JsonPatch.apply(result, patch);
  }
  return result;
}

/** The path that the operation needs and the manifest lacks; undefined where there is none. */
function firstMissing(manifest: unknown, { op, path, from }: Operation): string | undefined {
  if (from !== undefined && !has(manifest, from)) return from;
  const adds = op === 'add' || op === 'copy' || op === 'move';
  const needed = adds ? path.slice(0, Math.max(path.lastIndexOf('/'), 0)) : path;
  return has(manifest, needed) ? undefined : needed;
}

function has(document: unknown, pointer: string): boolean {
  let at = document;
  for (const key of pointer.split('/').slice(1)) {
    const name = key.replace(/~1/g, '/').replace(/~0/g, '~');
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, name)) return false;
    at = (at as Record<string, unknown>)[name];
  }
  return true;
}
