import { ConfigurationError, type IErrorScope } from '../../errors';
import type { RoutePolicy } from '../../routing';
import { checkVisibility } from '../../service';
import type { IEgressGateway } from '../gateway/reference';
import type { IForwardProxy } from '../proxy/reference';
import { requestPolicy } from './request-policy';
import { checkSidecarCredential } from './sidecar-credential';
import type { Terms } from './terms';

interface RouteProps extends RoutePolicy {
  readonly exportTo?: readonly string[];
  readonly via?: IEgressGateway;
  readonly through?: IForwardProxy;
  readonly workloads?: Readonly<Record<string, string>>;
}

/**
 * Refuses what does not go together in one route.
 *
 * @throws ConfigurationError CallersUnknown, EgressPolicyNotHttp, EgressTunnelHttp, EgressCredentialNeedsWorkloads,
 *   EgressCredentialElsewhere, VisibilityMalformed
 */
export function checkRoute(terms: Terms, props: RouteProps, at: IErrorScope): void {
  const { via, workloads, through } = props;
  checkVisibility(props.exportTo, at);
  if (terms.contract.callers && !via) {
    const problem = 'callers on a route without a gateway that could ask who calls';
    throw new ConfigurationError('CallersUnknown', { at, problem });
  }
  const http = terms.ports.find((port) => port.family === 'http');
  const policy = Object.keys(requestPolicy(props));
  if (policy.length > 0 && !http) {
    const problem = 'a policy for requests on a route whose requests no proxy sees';
    throw new ConfigurationError('EgressPolicyNotHttp', { at, problem, value: policy });
  }
  if (through && http) {
    const problem = `port ${http.port} carries HTTP, which Istio does not tunnel`;
    throw new ConfigurationError('EgressTunnelHttp', { at, problem, value: http.port });
  }
  for (const port of terms.ports.filter((one) => !via || one.isDirect)) {
    const credential = terms.tlsOf(port)?.credential;
    if (credential) checkSidecarCredential(credential, terms.namespace, workloads, at);
  }
}
