import { ConfigurationError } from '../errors';
import type { IServicePort } from '../mesh';
import type { Branch, Destination, ITarget, MirrorDestination, TargetContext } from '../routing';
import type { Mirror } from './mirror';
import type { CompletePart } from './split';

/** What an {@link OwnTarget} asks of the route that it belongs to. */
export interface IVersioned {
  /** Where a version's requests go; the whole Service without one. */
  destination(version: CompletePart['version'] | undefined, port: IServicePort): Destination;
  /** The port that is meant outside of the mesh's own rules. */
  portAtEdge(context: TargetContext): IServicePort;
}

/** What a split does besides splitting. */
export interface SplitOptions {
  /** Name of the rule; shows in access logs, and rollout controllers find the rule by it. @default - none */
  readonly name?: string;
  /**
   * Copies of the requests. A copy to the version that gets all of the requests anyway is refused.
   * @default - none
   */
  readonly mirrors?: readonly Mirror[];
}

/** The Service of a route, or a split between its versions, on whatever port it is asked for. */
export class OwnTarget implements ITarget {
  constructor(
    private readonly owner: IVersioned,
    /** Empty for the whole Service. */
    private readonly parts: readonly CompletePart[],
    private readonly options: SplitOptions,
  ) {}

  /** Whether it is the whole Service; copies aside. */
  public get isPlain(): boolean {
    return this.parts.length === 0;
  }

  public branches(context: TargetContext): readonly Branch[] {
    return this.branchesAt(this.owner.portAtEdge(context), context);
  }

  /** The rule for requests to one port of the Service. */
  public branchesAt(port: IServicePort, context: TargetContext): readonly Branch[] {
    const { name, mirrors } = this.options;
    const destinations = this.destinations(port);
    return [{ name, destinations, mirrors: mirrors && this.copies(mirrors, destinations, port, context) }];
  }

  private copies(
    mirrors: readonly Mirror[],
    destinations: Branch['destinations'],
    port: IServicePort,
    context: TargetContext,
  ): readonly MirrorDestination[] {
    const copies = mirrors
      .filter((mirror) => mirror.percentage > 0)
      .map((mirror) => mirror._resolve(context, (version) => this.owner.destination(version, port)));
    for (const copy of copies) {
      if (takesAll(destinations, copy)) throw toItself(copy, context);
    }
    return copies;
  }

  private destinations(port: IServicePort): Branch['destinations'] {
    const [only, ...others] = this.parts;
    if (!only) return [this.owner.destination(undefined, port)];
    const alone = others.length === 0;
    return this.parts.map(({ version, weight, headers }) => ({
      ...this.owner.destination(version, port),
      weight: alone ? undefined : weight,
      headers,
    }));
  }
}

function takesAll(destinations: Branch['destinations'], mirror: MirrorDestination): boolean {
  const used = destinations.filter((one) => one.weight !== 0);
  return used.every((one) => one.host === mirror.host && one.port === mirror.port && one.subset === mirror.subset);
}

function toItself({ host, subset }: MirrorDestination, { scope }: TargetContext): ConfigurationError {
  return new ConfigurationError('MirrorToItself', {
    at: scope,
    problem: 'requests are copied to where they go anyway',
    value: subset === undefined ? host : `${host} (${subset})`,
  });
}
