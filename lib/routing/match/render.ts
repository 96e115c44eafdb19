import type { VirtualServiceSpecHttpMatch } from '../../../imports/networking.istio.io';
import type { RouteMatch, RouteMatchProps } from './route-match';

/** Conditions that the owner of a rule adds to every alternative. */
export interface RuleBinding {
  /** Qualified Gateway names, or `mesh`. @default - the VirtualService's own */
  readonly gateways?: readonly string[];
  /** Port the rule is limited to. @default - any port */
  readonly port?: number;
}

/** The `match` of an HTTP rule; undefined where every request matches. */
export function renderHttpMatch(
  match: RouteMatch,
  binding: RuleBinding = {},
): VirtualServiceSpecHttpMatch[] | undefined {
  const bound = {
    ...(binding.gateways ? { gateways: [...binding.gateways] } : {}),
    ...(binding.port === undefined ? {} : { port: binding.port }),
  };
  if (match.isAll) return Object.keys(bound).length > 0 ? [bound] : undefined;
  return match.alternatives.map((alternative) => ({ ...bound, ...renderAlternative(alternative) }));
}

/** A match as messages show it: in Istio's own words. */
export function shownMatch(match: RouteMatch): unknown {
  return renderHttpMatch(match) ?? 'every request';
}

function renderAlternative(of: RouteMatchProps): VirtualServiceSpecHttpMatch {
  const wanted = (of.headers ?? []).filter((header) => !header.negated);
  const unwanted = (of.headers ?? []).filter((header) => header.negated);
  return {
    ...(of.path ? { uri: of.path._render() } : {}),
    ...(of.path?.ignoreCase ? { ignoreUriCase: true } : {}),
    ...(wanted.length > 0 ? { headers: byName(wanted) } : {}),
    ...(unwanted.length > 0 ? { withoutHeaders: byName(unwanted) } : {}),
    ...((of.queryParams ?? []).length > 0 ? { queryParams: byName(of.queryParams ?? []) } : {}),
    ...(of.method ? { method: of.method._render() } : {}),
    ...(of.scheme ? { scheme: of.scheme._render() } : {}),
    ...(of.authority ? { authority: of.authority._render() } : {}),
    ...(of.port === undefined ? {} : { port: of.port }),
    ...(of.sourceLabels ? { sourceLabels: { ...of.sourceLabels } } : {}),
    ...(of.sourceNamespace ? { sourceNamespace: of.sourceNamespace } : {}),
  };
}

interface Named {
  readonly name: string;
  _render(): Record<string, string | undefined>;
}

function byName(conditions: readonly object[]): Record<string, Record<string, string | undefined>> {
  return Object.fromEntries((conditions as readonly Named[]).map((one) => [one.name, one._render()]));
}
