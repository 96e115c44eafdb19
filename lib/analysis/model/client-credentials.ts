/** Secrets that a DestinationRule names for TLS towards its host. */
import type { Fields, Resource } from '../../snapshot';
import type { RuleContext } from '../rule';
import { fields, maybe, objects, text } from './json';
import { DESTINATION_RULE } from './kinds';
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

/** A DestinationRule with such Secrets. */
export interface CredentialUser {
  readonly resource: Resource;
  readonly credentials: readonly ClientCredential[];
}

const known = new WeakMap<readonly Resource[], readonly CredentialUser[]>();

/** The DestinationRules that name Secrets, which few do. Reads DestinationRule. */
export function credentialUsers({ ofKind }: RuleContext): readonly CredentialUser[] {
  const rules = ofKind(DESTINATION_RULE);
  let users = known.get(rules);
  if (!users) {
    users = rules
      .filter(hasPolicy)
      .map((resource) => ({ resource, credentials: clientCredentials(resource) }))
      .filter(({ credentials }) => credentials.length > 0);
    known.set(rules, users);
  }
  return users;
}

function hasPolicy({ spec }: Resource): boolean {
  return spec.trafficPolicy !== undefined || objects(spec.subsets).some((subset) => subset.trafficPolicy !== undefined);
}

/** Those of the rule, of its ports and of its subsets. */
function clientCredentials({ spec }: Resource): readonly ClientCredential[] {
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
