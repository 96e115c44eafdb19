import { GatewayWorkload, ServiceRef } from 'cdk8s-istio';

/** The Services of `workloads/`; another App installs them, so exercises refer to them. */
export const frontEnd = ServiceRef.of('front-end', 'sock-shop', [{ port: 80, name: 'http' }]);
export const envoydummy = ServiceRef.of('envoydummy', 'chapter4', [{ port: 80, name: 'http' }]);
export const nginxdummy = ServiceRef.of('nginxdummy', 'chapter4', [{ port: 80, name: 'http' }]);

/** The gateways of `istioctl install`. */
export const ingress = GatewayWorkload.istioctlIngress();
export const egress = GatewayWorkload.istioctlEgress();
