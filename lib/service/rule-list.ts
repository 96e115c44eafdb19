import { ConfigurationError, type IErrorScope } from '../errors';
import { covers, RouteMatch, shownMatch, specificFirst, type ITarget } from '../routing';
import { RouteSide, type ServiceRule } from './rule';

const SIDES: readonly RouteSide[] = [RouteSide.MESH, RouteSide.EDGE];

/** The part of a match that can hold somewhere. */
export type Narrow = (match: RouteMatch) => RouteMatch | undefined;

/** The rules of a Service: what was added, specific ones first, and where everything else goes. */
export class RuleList {
  /** Where the rest goes. */
  public rest: ITarget;
  private readonly rules: ServiceRule[] = [];

  /** @param fallback where the rest goes unless somebody says otherwise; left out where nothing is left for it */
  constructor(
    private readonly scope: IErrorScope,
    private readonly fallback: ITarget,
  ) {
    this.rest = fallback;
  }

  /**
   * Adds a rule.
   *
   * @throws ConfigurationError RuleUnreachable, where another rule takes all of its requests
   */
  public add(rule: ServiceRule): void {
    for (const side of sidesOf(rule)) {
      for (const port of this.portsOf(rule)) {
        const twin = this.ofSide(side, port).find((one) => isTwin(one, rule));
        if (!twin) continue;
        const problem = `every request of this rule is taken by ${twin.name ?? 'another rule'} before it`;
        const value = rule.name ?? shownMatch(rule.match);
        throw new ConfigurationError('RuleUnreachable', { at: this.scope, problem, value });
      }
    }
    this.rules.push(rule);
  }

  /**
   * The rules for requests to a port, in the order they are tried; the last ones take what is left.
   *
   * @param narrow the part of a match that can hold there; undefined where none can
   */
  public inOrder(port: number, sides: readonly RouteSide[], narrow: Narrow = (match) => match): readonly ServiceRule[] {
    const rules = specificFirst(
      this.rules
        .filter((rule) => concerns(rule, port) && sidesOf(rule).some((side) => sides.includes(side)))
        .flatMap((rule) => {
          const match = narrow(rule.match);
          return match === undefined ? [] : [match === rule.match ? rule : { ...rule, match }];
        }),
    );
    const open = sides.filter((side) => !rules.some((rule) => this.takesRest(rule) && sidesOf(rule).includes(side)));
    const [side, another] = open;
    if (side === undefined) return rules;
    const bothOrOnly = another !== undefined || sides.length === 1;
    return [...rules, { match: RouteMatch.all(), target: this.rest, ...(bothOrOnly ? {} : { side }) }];
  }

  /** A rule for every path takes all that HTTP has; what was asked for after it is a mistake to be told. */
  private takesRest({ match }: ServiceRule): boolean {
    return match.isAll || (this.rest === this.fallback && covers(match, RouteMatch.all()));
  }

  private ofSide(side: RouteSide, port: number | undefined): ServiceRule[] {
    return this.rules.filter(
      (rule) => sidesOf(rule).includes(side) && (port === undefined ? rule.port === undefined : concerns(rule, port)),
    );
  }

  private portsOf(rule: ServiceRule): readonly (number | undefined)[] {
    if (rule.port !== undefined) return [rule.port];
    return [undefined, ...new Set(this.rules.flatMap((one) => (one.port === undefined ? [] : [one.port])))];
  }
}

/** Whether two rules take the same requests. Where one takes more, specific-first order leaves it the rest. */
function isTwin(a: ServiceRule, b: ServiceRule): boolean {
  return covers(a.match, b.match) && covers(b.match, a.match);
}

function sidesOf(rule: ServiceRule): readonly RouteSide[] {
  return rule.side === undefined ? SIDES : [rule.side];
}

function concerns(rule: ServiceRule, port: number): boolean {
  return rule.port === undefined || rule.port === port;
}
