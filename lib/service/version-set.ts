import type { IConstruct } from 'constructs';
import { ConfigurationError } from '../errors';
import { portOf, resolveService, type IServicePort, type ResolvedService } from '../mesh';
import type { Destination, TargetContext } from '../routing';
import type { ServiceRouteOptions } from './options';
import type { IVersioned } from './own-target';
import type { Version } from './version';

/** The versions of one Service, and where each one's requests go. */
export class VersionSet implements IVersioned {
  private versions: readonly Version[] = [];

  /**
   * @param scope the route of the Service
   * @param of the Service, whose ports may become more, and its port at gateways
   */
  constructor(
    private readonly scope: IConstruct,
    private readonly service: ResolvedService,
    private readonly of: Pick<ServiceRouteOptions, 'service' | 'port'>,
  ) {}

  /** Those that are subsets of the Service, in the order they came. */
  public get subsets(): readonly Version[] {
    return this.versions.filter((version) => version.labels !== undefined);
  }

  /** @throws ConfigurationError VersionTwice, for another version of that name */
  public add(version: Version): void {
    const known = this.versions.find(({ name }) => name === version.name);
    if (known === undefined) this.versions = this.versions.concat(version);
    else if (!isSame(known, version)) {
      throw new ConfigurationError('VersionTwice', {
        at: this.scope,
        problem: `two different versions are named ${version.name}`,
        value: version.labels ?? version.service?.name,
      });
    }
  }

  /** Where the requests for a version go that came for `port`; those for the whole Service without a version. */
  public destination(version: Version | undefined, port: IServicePort): Destination {
    const { service } = this;
    if (version?.service === undefined) {
      return { host: service.host, port: port.port, subset: version?.name };
    }
    const { host } = resolveService(version.service, this.scope, service.namespace);
    const hasPort = version.service.ports.some((one) => one.port === port.port);
    return { host, port: portOf(version.service, hasPort ? port.port : undefined, this.scope).port };
  }

  public portAtEdge({ scope }: TargetContext): IServicePort {
    return portOf(this.of.service, this.of.port, scope);
  }
}

function isSame(a: Version, b: Version): boolean {
  return (
    a === b ||
    (a.service === b.service &&
      a.trafficPolicy === b.trafficPolicy &&
      JSON.stringify(sorted(a.labels)) === JSON.stringify(sorted(b.labels)))
  );
}

function sorted(labels: Version['labels']): [string, string][] {
  return Object.entries(labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
}
