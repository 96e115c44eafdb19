/**
 * The Istio objects that constructs emit: generated L1 classes whose spec is computed at synth, so that what is added to a
 * construct later still reaches the manifest.
 */
import { type ApiObject, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import * as networking from '../../imports/networking.istio.io';
import type * as security from '../../imports/security.istio.io';
import { asWritten } from './as-written';
import { metadataOf, type ResourceMetadata } from './metadata';
import { patchable } from './patchable';

const PatchableVirtualService = patchable(asWritten(networking.VirtualService));
const PatchableDestinationRule = patchable(asWritten(networking.DestinationRule));
const PatchableGateway = patchable(asWritten(networking.Gateway));
const PatchableServiceEntry = patchable(asWritten(networking.ServiceEntry));
const PatchableSidecar = patchable(asWritten(networking.Sidecar));

/** Computes a spec at synth. Never throws: what can be wrong is refused earlier, or by a validation. */
export type Produce<T> = () => T;

/** Emits a VirtualService. */
export function virtualService(
  scope: Construct,
  id: string,
  metadata: ResourceMetadata,
  spec: Produce<networking.VirtualServiceSpec>,
): ApiObject {
  return new PatchableVirtualService(scope, id, { ...metadataOf(metadata), spec: lazy(spec) });
}

/** Emits a DestinationRule. */
export function destinationRule(
  scope: Construct,
  id: string,
  metadata: ResourceMetadata,
  spec: Produce<networking.DestinationRuleSpec>,
): ApiObject {
  return new PatchableDestinationRule(scope, id, { ...metadataOf(metadata), spec: lazy(spec) });
}

/** Emits a Gateway of networking.istio.io. */
export function gateway(
  scope: Construct,
  id: string,
  metadata: ResourceMetadata,
  spec: Produce<networking.GatewaySpec>,
): ApiObject {
  return new PatchableGateway(scope, id, { ...metadataOf(metadata), spec: lazy(spec) });
}

/** Emits a ServiceEntry. */
export function serviceEntry(
  scope: Construct,
  id: string,
  metadata: ResourceMetadata,
  spec: Produce<networking.ServiceEntrySpec>,
): ApiObject {
  return new PatchableServiceEntry(scope, id, { ...metadataOf(metadata), spec: lazy(spec) });
}

/** Emits a Sidecar. */
export function sidecar(
  scope: Construct,
  id: string,
  metadata: ResourceMetadata,
  spec: Produce<networking.SidecarSpec>,
): ApiObject {
  return new PatchableSidecar(scope, id, { ...metadataOf(metadata), spec: lazy(spec) });
}

/** Emits an AuthorizationPolicy. */
export function authorizationPolicy(
  scope: Construct,
  id: string,
  metadata: ResourceMetadata,
  spec: Produce<security.AuthorizationPolicySpec>,
): ApiObject {
  const { AuthorizationPolicy } = securityClasses();
  return new AuthorizationPolicy(scope, id, { ...metadataOf(metadata), spec: lazy(spec) });
}

/** Emits a RequestAuthentication. */
export function requestAuthentication(
  scope: Construct,
  id: string,
  metadata: ResourceMetadata,
  spec: Produce<security.RequestAuthenticationSpec>,
): ApiObject {
  const { RequestAuthentication } = securityClasses();
  return new RequestAuthentication(scope, id, { ...metadataOf(metadata), spec: lazy(spec) });
}

/** Emits a PeerAuthentication. */
export function peerAuthentication(
  scope: Construct,
  id: string,
  metadata: ResourceMetadata,
  spec: Produce<security.PeerAuthenticationSpec>,
): ApiObject {
  const { PeerAuthentication } = securityClasses();
  return new PeerAuthentication(scope, id, { ...metadataOf(metadata), spec: lazy(spec) });
}

type SecurityClasses = Pick<typeof security, 'AuthorizationPolicy' | 'RequestAuthentication' | 'PeerAuthentication'>;
let loaded: SecurityClasses | undefined;

// Loaded on first use: most apps have no policies.
function securityClasses(): SecurityClasses {
  if (!loaded) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const classes = require('../../imports/security.istio.io') as typeof security;
    loaded = {
      AuthorizationPolicy: patchable(asWritten(classes.AuthorizationPolicy)),
      RequestAuthentication: patchable(asWritten(classes.RequestAuthentication)),
      PeerAuthentication: patchable(asWritten(classes.PeerAuthentication)),
    };
  }
  return loaded;
}

function lazy<T>(produce: Produce<T>): T {
  return Lazy.any({ produce }) as T;
}
