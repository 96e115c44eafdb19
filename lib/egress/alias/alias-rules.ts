import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { destinationRule, virtualService } from '../../resource';
import { ClientTls, type PortTrafficPolicy, renderTrafficPolicy, Rewrite } from '../../routing';
import { renderHttpRules } from '../../routing/rule';
import { claimMeshHost } from '../../service';
import type { EgressPort } from '../port/egress-port';
import { grantSecrets, checkSidecarCredential } from '../route/sidecar-credential';
import type { ExternalAliasProps } from './alias-props';

/** What the rules of an alias with addresses follow from. */
export interface AliasRulesRequest {
  /** Fully qualified. */
  readonly host: string;
  readonly namespace: string;
  readonly ports: readonly EgressPort[];
  readonly props: ExternalAliasProps;
}

/**
 * How sidecars connect to the addresses of an alias. Without a rule they would try mutual TLS of the mesh where they take the
 * servers for workloads, which outside servers never are.
 */
export function emitAliasRules(
  scope: Construct,
  { host, namespace, ports, props }: AliasRulesRequest,
): { destinationRule: ApiObject; virtualService?: ApiObject } {
  claimMeshHost(host, { owner: scope, namespace });
  const { authority, workloads, credentialReaders = [] } = props;
  const portPolicies = ports.flatMap((port): PortTrafficPolicy[] => {
    const tls = port.options.tls ?? (port.family === 'http' ? props.tls : undefined);
    if (tls?.credential) checkSidecarCredential(tls.credential, namespace, workloads, scope);
    const own = { ...port.options.trafficPolicy, ...(tls ? { tls: tls.clientTls(authority) } : {}) };
    return Object.keys(own).length > 0 ? [{ ...own, port: port.port }] : [];
  });
  if (credentialReaders.length > 0) grantSecrets(scope, credentialReaders, namespace);
  const policy = { tls: ClientTls.disable(), ...(portPolicies.length > 0 ? { portPolicies } : {}) };
  const trafficPolicy = renderTrafficPolicy(policy, scope);
  const selected = workloads ? { workloadSelector: { matchLabels: { ...workloads } }, exportTo: ['.'] } : {};
  const rule = destinationRule(scope, 'DestinationRule', { namespace }, () => ({
    host,
    ...selected,
    ...(trafficPolicy ? { trafficPolicy } : {}),
  }));
  if (authority === undefined) return { destinationRule: rule };
  const http = ports
    .filter((port) => port.family === 'http')
    .flatMap((port) => {
      const branches = [{ destinations: [{ host, port: port.port }] }];
      return renderHttpRules(branches, { scope, port: port.port, policy: { rewrite: Rewrite.of({ authority }) } });
    });
  if (http.length === 0) return { destinationRule: rule };
  const routes = virtualService(scope, 'VirtualService', { namespace }, () => ({ hosts: [host], http }));
  routes.addDependency(rule);
  return { destinationRule: rule, virtualService: routes };
}
