import { ServiceRef, Version } from 'cdk8s-istio';

/** Istio's sample application; its workloads are those of the canary example. */
export const reviews = ServiceRef.of('reviews', 'bookinfo', [{ name: 'http', port: 9080 }]);
export const ratings = ServiceRef.of('ratings', 'bookinfo', [{ name: 'http', port: 9080 }]);
/** A Service whose endpoints are in several regions. */
export const helloworld = ServiceRef.of('helloworld', 'sample', [{ name: 'http', port: 5000 }]);

export const v1 = Version.label('v1');
export const v2 = Version.label('v2');
