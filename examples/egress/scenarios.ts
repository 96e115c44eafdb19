import { direct } from './charts/direct';
import { entries } from './charts/entries';
import { gateway } from './charts/gateway';
import { sidecarTls } from './charts/sidecar-tls';
import { tunnel } from './charts/tunnel';
import type { Scenario } from './mesh';

/** Every scenario by its id. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  ...direct,
  ...sidecarTls,
  ...gateway,
  ...tunnel,
  ...entries,
};
