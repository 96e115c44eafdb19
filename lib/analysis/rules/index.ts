/**
 * Every rule, by name. `when` names the kinds without which the rule cannot find anything, so that its file is not even loaded.
 */
import {
  AUTHORIZATION_POLICY,
  CUSTOM_RESOURCE_DEFINITION,
  DEPLOYMENT,
  DESTINATION_RULE,
  ENVOY_FILTER,
  GATEWAY,
  GRPC_ROUTE,
  HTTP_ROUTE,
  KUBERNETES_GATEWAY,
  MUTATING_WEBHOOK,
  NAMESPACE,
  POD,
  REQUEST_AUTHENTICATION,
  SERVICE,
  SERVICE_ENTRY,
  SIDECAR,
  TELEMETRY,
  VALIDATING_WEBHOOK,
  VIRTUAL_SERVICE,
  WASM_PLUGIN,
  WORKLOAD_ENTRY,
} from '../model/kinds';
import type { Rule, RuleEntry } from '../rule';

type Module = { readonly rule: Rule };

const entry = (id: string, when: readonly string[], load: () => Module): RuleEntry => ({
  id,
  when,
  load: () => load().rule,
});

/* eslint-disable @typescript-eslint/no-require-imports -- rules are loaded when they have something to look at */
export const rules: readonly RuleEntry[] = [
  entry('name-collision', ['*'], () => require('./object/name-collision') as Module),
  entry(
    'istio-annotation',
    [NAMESPACE, SERVICE, POD, DEPLOYMENT],
    () => require('./workload/istio-annotation') as Module,
  ),
  entry(
    'alpha-annotation',
    [NAMESPACE, SERVICE, POD, DEPLOYMENT],
    () => require('./workload/alpha-annotation') as Module,
  ),
  entry('proxy-user', [POD, DEPLOYMENT], () => require('./workload/proxy-user') as Module),
  entry('image-auto', [POD, DEPLOYMENT], () => require('./workload/image-auto') as Module),
  entry('injection', [NAMESPACE], () => require('./namespace/injection') as Module),
  entry('proxy-image', [POD], () => require('./namespace/proxy-image') as Module),
  entry('service-association', [DEPLOYMENT], () => require('./service/service-association') as Module),
  entry('port-name', [SERVICE], () => require('./service/port-name') as Module),
  entry('gateway-service-port', [GATEWAY], () => require('./gateway/gateway-service-port') as Module),
  entry('gateway-credential', [GATEWAY], () => require('./gateway/gateway-credential') as Module),
  entry('gateway-conflict', [GATEWAY], () => require('./gateway/gateway-conflict') as Module),
  entry('gateway-certificate', [GATEWAY], () => require('./gateway/gateway-certificate') as Module),
  entry(
    'virtual-service-gateway',
    [VIRTUAL_SERVICE],
    () => require('./virtual-service/virtual-service-gateway') as Module,
  ),
  entry('destination-host', [VIRTUAL_SERVICE], () => require('./virtual-service/destination-host') as Module),
  entry('destination-subset', [VIRTUAL_SERVICE], () => require('./virtual-service/destination-subset') as Module),
  entry(
    'ingress-ignores-subset',
    [VIRTUAL_SERVICE],
    () => require('./virtual-service/ingress-ignores-subset') as Module,
  ),
  entry('mesh-host-conflict', [VIRTUAL_SERVICE], () => require('./virtual-service/mesh-host-conflict') as Module),
  entry('jwt-claim-route', [VIRTUAL_SERVICE], () => require('./virtual-service/jwt-claim-route') as Module),
  entry('unverified-server', [DESTINATION_RULE], () => require('./destination-rule/unverified-server') as Module),
  entry(
    'subset-without-workload',
    [DESTINATION_RULE],
    () => require('./destination-rule/subset-without-workload') as Module,
  ),
  entry('service-entry-address', [SERVICE_ENTRY], () => require('./service-entry/service-entry-address') as Module),
  entry('service-entry-protocol', [SERVICE_ENTRY], () => require('./service-entry/service-entry-protocol') as Module),
  entry('sidecar-selector', [SIDECAR], () => require('./sidecar/sidecar-selector') as Module),
  entry('telemetry-selector', [TELEMETRY], () => require('./telemetry/telemetry-selector') as Module),
  entry('telemetry-default', [TELEMETRY], () => require('./telemetry/telemetry-default') as Module),
  entry('telemetry-provider', [TELEMETRY], () => require('./telemetry/telemetry-provider') as Module),
  entry('telemetry-lightstep', [TELEMETRY], () => require('./telemetry/telemetry-lightstep') as Module),
  entry('policy-reference', [AUTHORIZATION_POLICY], () => require('./authorization-policy/policy-reference') as Module),
  entry(
    'ineffective-selector',
    [AUTHORIZATION_POLICY, REQUEST_AUTHENTICATION, TELEMETRY, WASM_PLUGIN],
    () => require('./kubernetes-gateway/ineffective-selector') as Module,
  ),
  entry('patch-operation', [ENVOY_FILTER], () => require('./envoy-filter/patch-operation') as Module),
  entry('injection-webhook', [MUTATING_WEBHOOK], () => require('./control-plane/injection-webhook') as Module),
  entry(
    'external-control-plane',
    [VALIDATING_WEBHOOK, MUTATING_WEBHOOK],
    () => require('./control-plane/external-control-plane') as Module,
  ),
  entry('jwks-fetch', [REQUEST_AUTHENTICATION], () => require('./control-plane/jwks-fetch') as Module),
  entry(
    'gateway-api-version',
    [CUSTOM_RESOURCE_DEFINITION],
    () => require('./control-plane/gateway-api-version') as Module,
  ),
  entry(
    'deprecated-field',
    [VIRTUAL_SERVICE, SIDECAR, CUSTOM_RESOURCE_DEFINITION],
    () => require('./control-plane/deprecated-field') as Module,
  ),
  entry(
    'negative-condition',
    [SERVICE, SERVICE_ENTRY, WORKLOAD_ENTRY, AUTHORIZATION_POLICY, KUBERNETES_GATEWAY, HTTP_ROUTE, GRPC_ROUTE],
    () => require('./status/negative-condition') as Module,
  ),
];
