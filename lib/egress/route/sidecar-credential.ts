import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { ConfigurationError, type IErrorScope } from '../../errors';
import type { Credential } from '../../mesh';
import { kubernetesObject } from '../../resource';

/**
 * Refuses a Secret that sidecars would not use: Istio lets only workloads that a DestinationRule selects take one, and looks
 * for it in their own namespace (P19).
 *
 * @throws ConfigurationError EgressCredentialNeedsWorkloads, EgressCredentialElsewhere
 */
export function checkSidecarCredential(
  credential: Credential,
  namespace: string | undefined,
  workloads: Readonly<Record<string, string>> | undefined,
  at: IErrorScope,
): void {
  if (!workloads || Object.keys(workloads).length === 0) {
    throw new ConfigurationError('EgressCredentialNeedsWorkloads', {
      at,
      problem: `Secret ${credential.name} at sidecars that are not chosen by labels`,
      value: credential.name,
    });
  }
  if (credential.namespace === undefined || credential.namespace === namespace) return;
  throw new ConfigurationError('EgressCredentialElsewhere', {
    at,
    problem: `Secret ${credential.name} is in ${credential.namespace}, the sidecars are in ${namespace ?? 'no known namespace'}`,
    value: `${credential.namespace}/${credential.name}`,
  });
}

/** Lets ServiceAccounts read Secrets of their namespace: istiod asks in their name before it hands one to a sidecar. */
export function grantSecrets(scope: Construct, readers: readonly string[], namespace: string | undefined): ApiObject[] {
  const metadata = namespace === undefined ? {} : { namespace };
  const role = kubernetesObject(scope, 'CredentialRole', 'Role', {
    metadata,
    rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'watch'] }],
  });
  const binding = kubernetesObject(scope, 'CredentialRoleBinding', 'RoleBinding', {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: role.name },
    subjects: readers.map((name) => ({ kind: 'ServiceAccount', name, ...metadata })),
  });
  return [role, binding];
}
