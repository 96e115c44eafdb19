import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { RequestAuthenticationSpec } from '../../../imports/security.istio.io';
import { Checks } from '../../checks';
import { ConfigurationError } from '../../errors';
import { SharedGateway, type SharedGatewayProps } from '../../gateway';
import { parseHost } from '../../mesh';
import { requestAuthentication } from '../../resource';
import { ownedName } from '../access/owned-name';
import type { ClientAddress } from '../access/client-address';
import type { Jwt } from '../access/jwt';
import { appObjectProblems } from '../host/app-objects';
import type { IIngressVia, IngressRequest, IServedIngress } from '../host/via';
import { GatewayIngress } from './gateway-ingress';

/** A Gateway at the edge. */
export interface IngressGatewayProps extends SharedGatewayProps {
  /**
   * Which address of a client counts where addresses are allowed or denied.
   * @default ClientAddress.CONNECTION
   */
  readonly clientAddress?: ClientAddress;
}

/** Port of Istio's own mTLS between clusters. */
const EAST_WEST_PORT = 15443;

/**
 * The Gateway at the edge that any number of IngressHosts share. Several of them may be for one workload.
 *
 * Children: `Resource` (Gateway), `Tokens` (RequestAuthentication, with the first `authenticate`).
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/ingress-control/
 */
export class IngressGateway extends SharedGateway implements IIngressVia {
  public readonly clientAddress: ClientAddress | undefined;
  private readonly issuers = new Map<string, Jwt>();
  private tokens: ApiObject | undefined;
  private readonly hosts: IngressRequest[] = [];

  constructor(scope: Construct, id: string, props: IngressGatewayProps) {
    super(scope, id, props);
    this.clientAddress = props.clientAddress;
    Checks.register(this);
    this.node.addValidation({ validate: () => appObjectProblems(this, this.hosts, this.workload.namespace) });
  }

  /** Takes in a host. IngressHost calls it. */
  public accept(request: IngressRequest): IServedIngress {
    const served = new GatewayIngress(this, request);
    this.hosts.push(request);
    return served;
  }

  /**
   * Makes an issuer of tokens known to the gateway. A request without a token passes; one whose token is no good, or of an
   * issuer that was not added here, is answered 401 for every host of the workload.
   *
   * @throws ConfigurationError JwtIssuerTwice
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/
   */
  public authenticate(jwt: Jwt): void {
    if (this.issuers.has(jwt.issuer)) {
      const problem = 'the issuer was added before';
      throw new ConfigurationError('JwtIssuerTwice', { at: this, problem, value: jwt.issuer });
    }
    this.issuers.set(jwt.issuer, jwt);
    const { namespace, labels } = this.workload;
    const metadata = { ...ownedName(this, 'tokens', namespace), namespace };
    this.tokens ??= requestAuthentication(this, 'Tokens', metadata, (): RequestAuthenticationSpec => ({
      selector: { matchLabels: { ...labels } },
      jwtRules: [...this.issuers.values()].map((one) => one._render()),
    }));
  }

  /** Whether tokens of an issuer are checked; of any issuer, where none is given. */
  public knows(issuer?: string): boolean {
    return issuer === undefined ? this.issuers.size > 0 : this.issuers.has(issuer);
  }

  /**
   * Lets workloads of other clusters call Services by Istio's own mTLS, without a VirtualService: the server name of the
   * connection chooses the Service.
   *
   * @param hosts of the Services, e.g. `*.local`; at least one
   * @param port of the gateway's Service
   * @throws ConfigurationError HostMissing, HostMalformed, and what `addServer` refuses
   * @see https://istio.io/latest/docs/setup/install/multicluster/primary-remote_multi-network/#expose-services-in-cluster1
   */
  public exposeServices(hosts: readonly string[], port = EAST_WEST_PORT): void {
    if (hosts.length === 0) {
      throw new ConfigurationError('HostMissing', { at: this, problem: 'no Service is exposed', value: hosts });
    }
    this.addServer({
      port,
      protocol: 'TLS',
      tls: { mode: 'AUTO_PASSTHROUGH' },
      hosts: hosts.map((host) => ({ namespace: '*', host: parseHost(host, this, { wildcard: true, any: true }) })),
      owner: this,
    });
  }
}
