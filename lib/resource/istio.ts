/** The Istio objects that constructs emit. */
import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import * as networking from '../../imports/networking.istio.io';
import type * as security from '../../imports/security.istio.io';
import { asWritten, type GeneratedClass, type Produce, type WrittenClass } from './as-written';
import type { ResourceMetadata } from './metadata';

type Emit<Spec> = (scope: Construct, id: string, metadata: ResourceMetadata, spec: Produce<Spec>) => ApiObject;

/** Emits a VirtualService. */
export const virtualService = emit<networking.VirtualServiceSpec>(() => networking.VirtualService);
/** Emits a DestinationRule. */
export const destinationRule = emit<networking.DestinationRuleSpec>(() => networking.DestinationRule);
/** Emits a Gateway of networking.istio.io. */
export const gateway = emit<networking.GatewaySpec>(() => networking.Gateway);
/** Emits a ServiceEntry. */
export const serviceEntry = emit<networking.ServiceEntrySpec>(() => networking.ServiceEntry);
/** Emits a Sidecar. */
export const sidecar = emit<networking.SidecarSpec>(() => networking.Sidecar);

/** Emits an AuthorizationPolicy. */
export const authorizationPolicy = emit<security.AuthorizationPolicySpec>(() => loadSecurity().AuthorizationPolicy);
/** Emits a RequestAuthentication. */
export const requestAuthentication = emit<security.RequestAuthenticationSpec>(
  () => loadSecurity().RequestAuthentication,
);
/** Emits a PeerAuthentication. */
export const peerAuthentication = emit<security.PeerAuthenticationSpec>(() => loadSecurity().PeerAuthentication);

/** @param load the generated class, asked for when the first object is emitted */
function emit<Spec>(load: () => GeneratedClass): Emit<Spec> {
  let Written: WrittenClass<Spec> | undefined;
  return (scope, id, metadata, spec) => {
    Written ??= asWritten<Spec>(load());
    return new Written(scope, id, metadata, spec);
  };
}

/** Most Apps have no policies. */
function loadSecurity(): typeof security {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('../../imports/security.istio.io') as typeof security;
}
