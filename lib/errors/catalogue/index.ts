import { canary } from './canary';
import { checks } from './checks';
import { egress } from './egress';
import { eks } from './eks';
import type { CatalogueEntry } from './entry';
import { gateway } from './gateway';
import { ingress } from './ingress';
import { mesh } from './mesh';
import { mirror } from './mirror';
import { resource } from './resource';
import { routing } from './routing';
import { service } from './service';
import { simulation } from './simulation';

/** The parts of the catalogue, one for each room; a test proves that no id is in two of them. */
export const parts = {
  mesh,
  routing,
  resource,
  checks,
  service,
  gateway,
  egress,
  ingress,
  canary,
  mirror,
  eks,
  simulation,
} as const;

/** Stable identifier of a kind of mistake. */
export type ErrorId =
  | keyof typeof mesh
  | keyof typeof routing
  | keyof typeof resource
  | keyof typeof checks
  | keyof typeof service
  | keyof typeof simulation
  | keyof typeof gateway
  | keyof typeof egress
  | keyof typeof ingress
  | keyof typeof canary
  | keyof typeof mirror
  | keyof typeof eks;

/** Every id that a ConfigurationError can carry. */
export const catalogue: { readonly [K in ErrorId]: CatalogueEntry } = {
  ...mesh,
  ...routing,
  ...resource,
  ...checks,
  ...service,
  ...simulation,
  ...gateway,
  ...egress,
  ...ingress,
  ...canary,
  ...mirror,
  ...eks,
};
