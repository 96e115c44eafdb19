/** Secrets that a DestinationRule names for TLS towards its host. */
import type { Fields, Resource } from '../../snapshot';
import { fields, maybe, objects, text } from './json';
import { parseCredentialName, type CredentialName } from './credentials';

/** One `tls` with a Secret. */
export interface ClientCredential {
  readonly mode: 'SIMPLE' | 'MUTUAL';
  /** Path of `tls`. */
  readonly path: string;
  /** As written. */
  readonly written: string;
  readonly credential: CredentialName;
  /** Whether the server is verified, so that a CA is needed. */
  readonly verifies: boolean;
}

/** Those of the rule, of its ports and of its subsets. */
export function clientCredentials({ spec }: Resource): readonly ClientCredential[] {
  const policies: [Fields | undefined, string][] = [
    [maybe(spec.trafficPolicy), 'spec.trafficPolicy'],
    ...objects(spec.subsets).map((subset, i): [Fields | undefined, string] => [
      maybe(subset.trafficPolicy),
      `spec.subsets[${i}].trafficPolicy`,
    ]),
  ];
  return policies.flatMap(([policy, path]) => {
    const ofPorts = objects(policy?.portLevelSettings).map(({ tls }, i) =>
      read(tls, `${path}.portLevelSettings[${i}].tls`),
    );
    return [read(policy?.tls, `${path}.tls`), ...ofPorts].filter((one) => one !== undefined);
  });
}

function read(value: unknown, path: string): ClientCredential | undefined {
  const tls = fields(value);
  const mode = text(tls.mode);
  const written = text(tls.credentialName);
  const credential = parseCredentialName(written);
  if (!credential || (mode !== 'SIMPLE' && mode !== 'MUTUAL')) return undefined;
  return { mode, path, written, credential, verifies: tls.insecureSkipVerify !== true };
}
