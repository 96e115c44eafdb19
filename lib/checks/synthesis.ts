import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';

/** What makes an App write its manifests. */
const WRITERS = ['synth', 'synthYaml'] as const;
type Writes = Partial<Record<(typeof WRITERS)[number], (...given: unknown[]) => unknown>>;

/** The writing of an App's manifests. */
export interface Writing {
  /** Which writing of the App this is, while it goes on: nothing changes until it ends. */
  readonly run: number | undefined;
}

/**
 * Knows whether an App is writing its manifests. While it does, nothing but cdk8s runs, so what was checked at the beginning is
 * what is written: a manifest that was read for the checks is handed out when cdk8s asks for it, once.
 */
export class Synthesis implements Writing {
  public run: number | undefined;
  private runs = 0;
  private readonly manifests = new Map<ApiObject, unknown>();

  constructor(root: IConstruct) {
    const app = root as unknown as Writes;
    for (const name of WRITERS) {
      const write = app[name];
      if (typeof write !== 'function') continue;
      const value = (...given: unknown[]): unknown => {
        this.run = ++this.runs;
        try {
          return write.apply(app, given);
        } finally {
          this.run = undefined;
          this.forget();
        }
      };
      Object.defineProperty(app, name, { value, enumerable: false, configurable: true, writable: true });
    }
  }

  /** The manifest of an object, which `toJson` will give again. */
  public read(object: ApiObject): unknown {
    const manifest: unknown = object.toJson();
    // Who gave one object a way of its own to write itself keeps it.
    if (Object.hasOwn(object, 'toJson')) return manifest;
    this.manifests.set(object, manifest);
    Object.defineProperty(object, 'toJson', { value: () => this.take(object), enumerable: false, configurable: true });
    return manifest;
  }

  private take(object: ApiObject): unknown {
    const manifest = this.manifests.get(object);
    this.release(object);
    return manifest;
  }

  private forget(): void {
    for (const object of this.manifests.keys()) this.release(object);
  }

  private release(object: ApiObject): void {
    this.manifests.delete(object);
    delete (object as Partial<ApiObject>).toJson;
  }
}
