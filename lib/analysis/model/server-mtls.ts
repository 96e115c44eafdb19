/** Which connections the workloads of a Service accept, as far as the PeerAuthentications of the snapshot settle it. */
import type { Resource } from '../../snapshot';
import type { RuleContext } from '../rule';
import { inNamespace } from './in-namespace';
import { fields, text } from './json';
import { DESTINATION_RULE, PEER_AUTHENTICATION, SERVICE } from './kinds';
import { selects, type Labels } from './labels';
import { fqdn, serviceOf } from './names';
import { hostMatches, isWildcard } from '../../mesh';

/** The mode of every port of a Service's workloads, and the policy that sets it. */
export interface ServerMtls {
  readonly mode: 'STRICT' | 'PERMISSIVE' | 'DISABLE';
  readonly policy: Resource;
}

/** What the workloads of a Service accept. */
export function serverMtls(context: RuleContext, { namespace, spec }: Resource): ServerMtls | undefined {
  return workloadMtls(context, namespace, fields(spec.selector) as Labels);
}

/**
 * What workloads with some labels accept; without labels, all of a namespace. The most specific policy decides. Undefined where
 * there is none, or where ports or workloads differ. Reads PeerAuthentication.
 */
export function workloadMtls({ ofKind, snapshot }: RuleContext, home: string, labels: Labels): ServerMtls | undefined {
  const all = ofKind(PEER_AUTHENTICATION);
  const here = inNamespace(all, home);
  const root = rootNamespace(snapshot.meshConfig.rootNamespace);
  const own = here.filter(({ spec }) => hasLabels(spec));
  // A policy for some of the labels may be for other workloads: nothing is certain then.
  if (own.some(({ spec }) => !selects(fields(spec.selector).matchLabels, labels))) return undefined;
  const ofNamespace = here.filter(({ spec }) => !hasLabels(spec));
  const ofMesh = inNamespace(all, root).filter(({ spec }) => !hasLabels(spec));
  for (const policies of [own, ofNamespace, ofMesh]) {
    const setting = policies.filter(({ spec }) => modeOf(spec) !== '' && modeOf(spec) !== 'UNSET');
    const [policy] = setting;
    if (!policy) continue;
    const mode = modeOf(policy.spec);
    const hasPorts = policies.some(({ spec }) => Object.keys(fields(spec.portLevelMtls)).length > 0);
    if (hasPorts || setting.some(({ spec }) => modeOf(spec) !== mode)) return undefined;
    return isMode(mode) ? { mode, policy } : undefined;
  }
  return undefined;
}

/** Istio's root namespace; anything else than a name is the default. */
export function rootNamespace(configured: unknown): string {
  return text(configured) || 'istio-system';
}

/**
 * The Services of the snapshot that a DestinationRule is for; those of a wildcard that another rule is more specifically for are
 * left out. Reads Service and DestinationRule.
 */
export function servicesOf({ find, ofKind, snapshot }: RuleContext, rule: Resource): readonly Resource[] {
  const nameOf = ({ name, namespace }: Resource) => fqdn(name, namespace, snapshot.clusterDomain);
  const hostOf = ({ spec, namespace }: Resource) => fqdn(text(spec.host), namespace, snapshot.clusterDomain);
  const host = hostOf(rule);
  if (!isWildcard(host)) {
    const id = serviceOf(host, snapshot.clusterDomain);
    const service = id && find(SERVICE, id.namespace, id.name);
    return service ? [service] : [];
  }
  const covered = ofKind(SERVICE).filter((service) => hostMatches(host, nameOf(service)));
  if (covered.length === 0) return [];
  const narrower = ofKind(DESTINATION_RULE)
    .map(hostOf)
    .filter((other) => other.length > host.length || !isWildcard(other));
  return covered.filter((service) => !narrower.some((other) => hostMatches(other, nameOf(service))));
}

function modeOf(spec: Resource['spec']): string {
  return text(fields(spec.mtls).mode);
}

function isMode(mode: string): mode is ServerMtls['mode'] {
  return mode === 'STRICT' || mode === 'PERMISSIVE' || mode === 'DISABLE';
}

function hasLabels(spec: Resource['spec']): boolean {
  return Object.keys(fields(fields(spec.selector).matchLabels)).length > 0;
}
