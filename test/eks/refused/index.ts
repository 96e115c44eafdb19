import type { RefusedCase } from './case';
import { clusterCases } from './cluster';
import { networkCases } from './network';
import { nodesCases } from './nodes';

/** Feature M8 of the stack, and what else can be told to be wrong before anything is applied. */
export const refusedCases: Readonly<Record<string, readonly RefusedCase[]>> = {
  ...networkCases,
  ...clusterCases,
  ...nodesCases,
};
