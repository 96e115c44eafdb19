import { Chart, Duration } from 'cdk8s';
import {
  ConnectionPool,
  ConsistentHash,
  LoadBalancer,
  Locality,
  OutlierDetection,
  ServiceRoute,
  type TrafficPolicy,
} from 'cdk8s-istio';
import type { Construct } from 'constructs';
import { helloworld, reviews } from '../services';

/** R8: one connection, one request waiting; an endpoint that fails once is left out for three minutes. */
export class CircuitBreaker extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new ServiceRoute(this, 'Reviews', {
      service: reviews,
      mesh: false,
      name: 'reviews',
      trafficPolicy: {
        connectionPool: ConnectionPool.of({
          tcp: { maxConnections: 1 },
          http: { http1MaxPendingRequests: 1, maxRequestsPerConnection: 1 },
        }),
        outlierDetection: OutlierDetection.of({
          consecutive5xxErrors: 1,
          interval: Duration.seconds(1),
          baseEjectionTime: Duration.minutes(3),
          maxEjectionPercent: 100,
        }),
      },
    });
  }
}

const ejectAtOnce = OutlierDetection.of({
  consecutive5xxErrors: 1,
  interval: Duration.seconds(1),
  baseEjectionTime: Duration.minutes(1),
});

/** R12: when region1 has no healthy endpoint left, its callers go to region2. */
export const failover: TrafficPolicy = {
  connectionPool: ConnectionPool.of({ http: { maxRequestsPerConnection: 1 } }),
  loadBalancer: LoadBalancer.roundRobin({ locality: Locality.failover([{ from: 'region1', to: 'region2' }]) }),
  outlierDetection: ejectAtOnce,
};

/** R12: callers of one zone spread over three. */
export const distribution: TrafficPolicy = {
  loadBalancer: LoadBalancer.leastRequest({
    locality: Locality.distribute([
      {
        from: 'region1/zone1/*',
        to: { 'region1/zone1/*': 70, 'region1/zone2/*': 20, 'region3/zone4/*': 10 },
      },
    ]),
  }),
  outlierDetection: ejectAtOnce,
};

/** R16: a browser stays with one endpoint, by a cookie that the proxy makes; new endpoints take part slowly elsewhere. */
export const sticky: TrafficPolicy = {
  loadBalancer: LoadBalancer.consistentHash(ConsistentHash.cookie({ name: 'session', ttl: Duration.hours(1) })),
};

/** How connections to a Service are made, and nothing else: only a DestinationRule. */
export class Connections extends Chart {
  constructor(scope: Construct, id: string, trafficPolicy: TrafficPolicy) {
    super(scope, id);
    new ServiceRoute(this, 'Helloworld', { service: helloworld, mesh: false, name: 'helloworld', trafficPolicy });
  }
}
