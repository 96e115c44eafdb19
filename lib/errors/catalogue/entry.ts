/** What an error id stands for, whatever the value. */
export interface CatalogueEntry {
  /** What is allowed. */
  readonly allowed: string;
  /** What to do. */
  readonly fix: string;
}

/** Keeps the keys as literal types, so that an id that is not in the catalogue does not compile. */
export function entries<T extends Record<string, CatalogueEntry>>(of: T): { readonly [K in keyof T]: CatalogueEntry } {
  return of;
}
