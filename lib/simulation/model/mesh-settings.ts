import type { MeshConfig } from '../../mesh/mesh-config';
import type { Fields } from '../../snapshot';
import { number, record, text, texts } from './fields';

/** The mesh-wide settings that decide traffic, with Istio's defaults filled in. */
export interface MeshSettings {
  readonly rootNamespace: string;
  readonly trustDomain: string;
  /** The trust domain and its aliases. */
  readonly trustDomains: readonly string[];
  readonly clusterDomain: string;
  readonly outboundPolicy: string;
  readonly autoMtls: boolean;
  readonly serviceExportTo: readonly string[];
  readonly virtualServiceExportTo: readonly string[];
  readonly destinationRuleExportTo: readonly string[];
  readonly pathNormalization: string;
  readonly trustedProxies: number;
  readonly ingressControllerMode: string;
  readonly ingressClass: string;
  readonly ingressSelector: string;
  readonly ingressService: string;
  readonly defaultRetries: Fields | undefined;
  /** Visibility of ServiceEntries for sidecars, where it is switched on. */
  readonly serviceEntryVisibility: Fields | undefined;
  /** Names of extension providers, for AuthorizationPolicies with the action CUSTOM. */
  readonly config: MeshConfig;
}

/** Reads mesh settings. */
export function meshSettings(config: MeshConfig, clusterDomain: string): MeshSettings {
  const topology = record(record(config['defaultConfig'])['gatewayTopology']);
  const visibility = record(config['serviceEntryVisibility']);
  const retries = config['defaultHttpRetryPolicy'];
  const trustDomain = text(config.trustDomain) || 'cluster.local';
  return {
    rootNamespace: text(config.rootNamespace) || 'istio-system',
    trustDomain,
    trustDomains: [trustDomain, ...texts(config['trustDomainAliases'])],
    clusterDomain,
    outboundPolicy: text(record(config.outboundTrafficPolicy)['mode']) || 'ALLOW_ANY',
    autoMtls: config['enableAutoMtls'] !== false,
    serviceExportTo: exportTo(config.defaultServiceExportTo),
    virtualServiceExportTo: exportTo(config.defaultVirtualServiceExportTo),
    destinationRuleExportTo: exportTo(config.defaultDestinationRuleExportTo),
    pathNormalization: text(record(config['pathNormalization'])['normalization']) || 'DEFAULT',
    trustedProxies: number(topology['numTrustedProxies']) ?? 0,
    ingressControllerMode: text(config['ingressControllerMode']) || 'STRICT',
    ingressClass: text(config['ingressClass']) || 'istio',
    ingressSelector: text(config['ingressSelector']),
    ingressService: text(config['ingressService']) || 'istio-ingressgateway',
    defaultRetries: retries === undefined ? undefined : record(retries),
    serviceEntryVisibility: visibility['applyToSidecars'] === true ? visibility : undefined,
    config,
  };
}

function exportTo(value: unknown): readonly string[] {
  return value === undefined ? ['*'] : texts(value);
}
