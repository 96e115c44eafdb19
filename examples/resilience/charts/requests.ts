import { Chart, Duration } from 'cdk8s';
import { Fault, HeaderMatch, Retry, RetryCondition, RouteMatch, ServiceRoute } from 'cdk8s-istio';
import type { Construct } from 'constructs';
import { ratings, reviews, v1, v2 } from '../services';

const jason = RouteMatch.header(HeaderMatch.exact('end-user', 'jason'));

/** R5: a fault for jason's requests to the ratings; everybody else's are untouched. */
export class FaultForOne extends Chart {
  constructor(scope: Construct, id: string, fault: Fault) {
    super(scope, id);
    const route = new ServiceRoute(this, 'Ratings', { service: ratings, name: 'ratings' });
    route.otherwise(route.to(v1));
    route.route(jason, route.to(v1), { fault });
  }
}

/** R6: the reviews have half a second, and their ratings take two: the page gets an error instead of waiting. */
export class Timeout extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const slow = new ServiceRoute(this, 'Ratings', {
      service: ratings,
      fault: Fault.delay(Duration.seconds(2), 100),
      name: 'ratings',
    });
    slow.otherwise(slow.to(v1));
    const impatient = new ServiceRoute(this, 'Reviews', {
      service: reviews,
      timeout: Duration.millis(500),
      name: 'reviews',
    });
    impatient.otherwise(impatient.to(v2));
  }
}

/** R7: reads are tried three times more, within the time that all tries have together; writes are tried once. */
export class Retries extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const route = new ServiceRoute(this, 'Reviews', {
      service: reviews,
      timeout: Duration.seconds(10),
      retry: Retry.none(),
      name: 'reviews',
    });
    const retry = Retry.of({
      attempts: 3,
      perTryTimeout: Duration.seconds(2),
      retryOn: [RetryCondition.GATEWAY_ERROR, RetryCondition.CONNECT_FAILURE, RetryCondition.REFUSED_STREAM],
      backoff: Duration.millis(50),
      retryRemoteLocalities: true,
    });
    route.route(RouteMatch.prefix('/reviews/'), route.whole(), { retry });
  }
}
