import { credentialUsers, type ClientCredential } from '../../model/client-credentials';
import { CA_SUFFIX, certificateOf, CREDENTIAL_KINDS, Credentials, hasCa } from '../../model/credentials';
import { maybe, text } from '../../model/json';
import { DESTINATION_RULE } from '../../model/kinds';
import { fqdn } from '../../model/names';
import { ORIGINATOR_KINDS, Originators } from '../../model/originators';
import type { Resource } from '../../../snapshot';
import type { Report, Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'client-credential',
    codes: ['CIS0541', 'CIS0542'],
    level: 'error',
    description:
      'A DestinationRule uses a Secret that is not beside the proxy that opens TLS, or lacks what that needs',
    kinds: [DESTINATION_RULE, ...CREDENTIAL_KINDS, ...ORIGINATOR_KINDS],
  },
  check(context) {
    const credentials = new Credentials(context);
    const originators = new Originators(context);
    for (const { resource, credentials: used } of credentialUsers(context)) {
      const host = fqdn(text(resource.spec.host), resource.namespace, context.snapshot.clusterDomain);
      // With workloadSelector it is the sidecars of its own namespace, else the gateways that send to the host.
      const proxies = maybe(resource.spec.workloadSelector) ? [resource.namespace] : originators.towards(host);
      for (const one of used) {
        const path = `${one.path}.credentialName`;
        for (const proxy of [...proxies].filter((namespace) => namespace !== undefined).sort()) {
          const problem = placeProblem(one, proxy, credentials);
          if (problem) context.report({ resource, code: 'CIS0541', path, ...problem });
          else
            for (const message of keyProblems(one, proxy, credentials)) {
              context.report({ resource, code: 'CIS0542', path, message });
            }
        }
      }
    }
  },
};

/** Where the Secret is not one that the proxy may have. */
function placeProblem(
  { credential, written }: ClientCredential,
  proxy: string,
  credentials: Credentials,
): Pick<Report, 'message' | 'level'> | undefined {
  const { name, namespace = proxy } = credential;
  if (/^\w+:$/.test(namespace)) {
    const message = `credentialName "${written}": Istio knows no scheme ${namespace}//; write the name of the Secret`;
    return { message };
  }
  if (namespace !== proxy) {
    const message = `The proxy of namespace ${proxy} gets no Secret of namespace ${namespace}; put it into ${proxy} and write its name alone`;
    return { message };
  }
  const names = [name, `${name}${CA_SUFFIX}`];
  const isMissing = credentials.isTold && names.every((one) => credentials.isMissing(proxy, one));
  if (!isMissing && !(credentials.isElsewhere(proxy, name) && !credentials.find(proxy, names[1]!))) return undefined;
  const elsewhere = names.flatMap((one) => credentials.namespacesOf(one));
  const hint = elsewhere.length > 0 ? `; it is in ${elsewhere.join(', ')}` : '';
  return {
    // Somebody may copy it to where it is needed.
    ...(isMissing ? {} : { level: 'warning' as const }),
    message: `Secret ${proxy}/${name} does not exist, and the proxy that opens TLS reads it there${hint}`,
  };
}

/** What the Secrets lack; those that are not in the snapshot may hold anything. */
function keyProblems(
  { credential, mode, verifies }: ClientCredential,
  proxy: string,
  credentials: Credentials,
): string[] {
  const { name } = credential;
  const secret = credentials.find(proxy, name);
  const ca = credentials.find(proxy, `${name}${CA_SUFFIX}`);
  const problems: string[] = [];
  if (
    mode === 'MUTUAL' &&
    (secret ? certificateOf(secret) === undefined : ca !== undefined && credentials.isMissing(proxy, name))
  ) {
    problems.push(`MUTUAL needs Secret ${proxy}/${name} with tls.crt and tls.key, or cert and key`);
  }
  if (verifies && !hasSomeCa(secret, ca) && (ca || (secret && credentials.isMissing(proxy, `${name}${CA_SUFFIX}`)))) {
    problems.push(
      `Secret ${proxy}/${ca ? ca.name : name} has no ca.crt or cacert to verify the server by; add it, or a Secret ${name}${CA_SUFFIX}`,
    );
  }
  return problems;
}

/** The Secret for the CA is read alone where it is there. */
function hasSomeCa(secret: Resource | undefined, ca: Resource | undefined): boolean {
  const read = ca ?? secret;
  return read !== undefined && hasCa(read);
}
