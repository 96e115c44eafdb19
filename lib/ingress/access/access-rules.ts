import { isIP } from 'node:net';
import { type Construct } from 'constructs';
import type { AuthorizationPolicySpec, AuthorizationPolicySpecRules } from '../../../imports/security.istio.io';
import { ConfigurationError } from '../../errors';
import type { GatewayWorkload } from '../../mesh';
import { authorizationPolicy } from '../../resource';
import type { IngressRequest, IServedIngress } from '../host/via';
import { ClientAddress } from './client-address';
import { ownedName } from './owned-name';
import type { TokenRequirement } from './token-requirement';

/** A gateway that knows clients. Met by IngressGateway. */
export interface IKnowsClients {
  readonly clientAddress: ClientAddress | undefined;
  knows(issuer?: string): boolean;
}

/** What serves a host at a gateway that knows its clients. */
export interface IServedAtGateway extends IServedIngress {
  readonly workload: GatewayWorkload;
  readonly gateway: IKnowsClients;
}

type Rule = AuthorizationPolicySpecRules;
type Operation = NonNullable<NonNullable<Rule['to']>[number]['operation']>;

// The L1 module of security.istio.io is loaded on first use only, so its enum is named by its value.
const DENY = 'DENY' as AuthorizationPolicySpec['action'];

/**
 * Who may use the hosts of an IngressHost. One DENY policy a call, never ALLOW: that would cut off all other hosts of the gateway.
 */
export class AccessRules {
  private policies = 0;
  private readonly issuersNeeded: (string | undefined)[] = [];

  constructor(
    private readonly scope: Construct,
    private readonly request: IngressRequest,
    private readonly served: IServedIngress,
  ) {}

  public requireToken(requirement: TokenRequirement): void {
    const { issuers, claims = [], paths, exceptPaths, methods } = requirement;
    if (this.family !== 'http') throw this.unknowable('a token, where the gateway sees no HTTP');
    for (const [name, list] of Object.entries({ issuers, paths, exceptPaths, methods })) {
      if (list?.length === 0) throw this.empty(`${name} is empty`, list);
    }
    const idle = claims.find((one) => one.values.length === 0);
    if (idle) throw this.empty(`claim ${idle.claim} without values`, idle);
    this.issuersNeeded.push(...(issuers ?? [undefined]));
    const operation: Operation = {
      ...(paths ? { paths: [...paths] } : {}),
      ...(exceptPaths ? { notPaths: [...exceptPaths] } : {}),
      ...(methods ? { methods: [...methods] } : {}),
    };
    const notRequestPrincipals = issuers ? issuers.map((issuer) => `${issuer}/*`) : ['*'];
    this.emit([
      this.rule({ from: [{ source: { notRequestPrincipals } }] }, operation),
      ...claims.map(({ claim, values }) =>
        this.rule({ when: [{ key: `request.auth.claims${inBrackets(claim)}`, notValues: [...values] }] }, operation),
      ),
    ]);
  }

  public allow(blocks: readonly string[]): void {
    const listed = this.checked(blocks);
    this.emit([
      this.rule({ from: [{ source: this.forwarded ? { notRemoteIpBlocks: listed } : { notIpBlocks: listed } }] }),
    ]);
  }

  public deny(blocks: readonly string[]): void {
    const listed = this.checked(blocks);
    this.emit([this.rule({ from: [{ source: this.forwarded ? { remoteIpBlocks: listed } : { ipBlocks: listed } }] })]);
  }

  /** Tokens that nobody checks are never there. */
  public problems(): string[] {
    if (this.issuersNeeded.length === 0) return [];
    const { gateway } = this.atGateway();
    return this.issuersNeeded
      .filter((issuer) => !gateway.knows(issuer))
      .map(
        (issuer) =>
          new ConfigurationError('TokenNeverChecked', {
            at: this.scope,
            problem: 'a token is demanded that the gateway does not check, so that nobody has one',
            value: issuer ?? 'any issuer',
          }).message,
      );
  }

  private rule(condition: Pick<Rule, 'from' | 'when'>, operation: Operation = {}): Rule {
    const { hosts, httpPort, httpsPort, tcpPort } = this.request;
    const { workload } = this.atGateway();
    const names = hosts.map(({ host }) => host);
    if (this.family === 'tcp') return { ...condition, to: [{ operation: { ports: [port(workload, tcpPort ?? 0)] } }] };
    if (this.family === 'tls') {
      const sni = { key: 'connection.sni', values: names };
      return {
        ...condition,
        to: [{ operation: { ports: [port(workload, tcpPort ?? httpsPort)] } }],
        when: [...(condition.when ?? []), sni],
      };
    }
    const wildcard = names.find((host) => host.startsWith('*') && host !== '*');
    if (wildcard !== undefined) {
      throw new ConfigurationError('AccessHostWildcard', {
        at: this.scope,
        problem: 'access to a wildcard is limited, and a port in the Host header would get round it',
        value: wildcard,
      });
    }
    const ports = [httpPort, httpsPort].filter((one) => workload.offers(one)).map((one) => port(workload, one));
    const named = names.includes('*') ? {} : { hosts: names.flatMap((host) => [host, `${host}:*`]) };
    return { ...condition, to: [{ operation: { ...named, ports, ...operation } }] };
  }

  private emit(rules: readonly Rule[]): void {
    const { namespace, labels } = this.atGateway().workload;
    const id = `Access-${++this.policies}`;
    const metadata = { ...ownedName(this.scope, id.toLowerCase(), namespace), namespace };
    authorizationPolicy(this.scope, id, metadata, () => ({
      selector: { matchLabels: { ...labels } },
      action: DENY,
      rules: [...rules],
    }));
  }

  /** What the gateway sees of the connections. */
  private get family(): 'http' | 'tls' | 'tcp' {
    const { hosts, tcpPort } = this.request;
    if (hosts.every(({ tls }) => tls?.isPassedThrough)) return 'tls';
    if (tcpPort === undefined) return 'http';
    return hosts.every(({ tls }) => tls) ? 'tls' : 'tcp';
  }

  private get forwarded(): boolean {
    const forwarded = this.atGateway().gateway.clientAddress === ClientAddress.FORWARDED;
    if (forwarded && this.family !== 'http')
      throw this.unknowable('a forwarded address, where the gateway sees no HTTP');
    return forwarded;
  }

  private atGateway(): IServedAtGateway {
    const served = this.served as Partial<IServedAtGateway>;
    if (served.workload && served.gateway) return served as IServedAtGateway;
    throw this.unknowable('who calls, where no IngressGateway serves the host');
  }

  private unknowable(what: string): ConfigurationError {
    return new ConfigurationError('AccessUnknowable', { at: this.scope, problem: `access is limited by ${what}` });
  }

  private empty(problem: string, value: unknown): ConfigurationError {
    return new ConfigurationError('AccessEmpty', { at: this.scope, problem, value });
  }

  private checked(blocks: readonly string[]): string[] {
    const bad = blocks.find((block) => !isBlock(block));
    if (bad !== undefined || blocks.length === 0) {
      const problem = bad === undefined ? 'no address' : 'no IP address or CIDR block';
      throw new ConfigurationError('AddressMalformed', { at: this.scope, problem, value: bad ?? blocks });
    }
    return [...blocks];
  }
}

function isBlock(text: string): boolean {
  const [address = '', length, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= (family === 4 ? 32 : 128));
}

function inBrackets(claim: string): string {
  return claim
    .split('.')
    .map((part) => `[${part}]`)
    .join('');
}

/** Policies name the port of the container. */
function port(workload: GatewayWorkload, servicePort: number): string {
  return String(workload.containerPort(servicePort));
}
