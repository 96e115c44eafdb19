import { Chart } from 'cdk8s';
import { HeaderMatch, RouteMatch, ServiceRoute } from 'cdk8s-istio';
import type { Construct } from 'constructs';
import { details, productpage, ratings, reviews, v1, v2 } from '../bookinfo';

/** R1: every Service of Bookinfo answers with its first version. */
export class AllToV1 extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    for (const service of [productpage, details, reviews, ratings]) {
      const route = new ServiceRoute(this, service.name, { service, name: service.name });
      route.otherwise(route.to(v1));
    }
  }
}

/** R2: jason sees v2 of the reviews, with black stars; everybody else sees v1, without. */
export class ByUser extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const route = new ServiceRoute(this, 'Reviews', { service: reviews, name: 'reviews' });
    route.otherwise(route.to(v1));
    route.route(RouteMatch.header(HeaderMatch.exact('end-user', 'jason')), route.to(v2));
  }
}
