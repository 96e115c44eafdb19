/** The `http` rules of an IngressHost. */
import type { VirtualServiceSpecHttp } from '../../../imports/networking.istio.io';
import { isWildcard, Mesh } from '../../mesh';
import {
  Redirect,
  RouteMatch,
  specificFirst,
  StringMatch,
  Target,
  DirectResponse,
  type TargetContext,
} from '../../routing';
import { joined, renderHttpRules } from '../../routing/rule';
import type { IngressRoute } from '../host/route';
import type { IngressRequest } from '../host/via';
import { toOutsideHost } from './outside-host';
import { authorityOf, stricterBelow } from './neighbours';
import { plainHttpOf, redirectsByServer } from './servers';
import type { ServedNames } from './served-names';

/** What the rules follow from. */
export interface HttpRulesOf {
  readonly request: IngressRequest;
  readonly context: TargetContext;
  /** `namespace/name` of the Gateway. */
  readonly reference: string;
  readonly names: ServedNames;
}

const HSTS = 'strict-transport-security';
const MISDIRECTED = 421;

/** All of them, in the order they are tried. */
export function httpRules(of: HttpRulesOf): VirtualServiceSpecHttp[] {
  const { request } = of;
  const routes = specificFirst(request.routes()).flatMap((route) => rulesOf(route, of));
  return [...misdirected(of), ...plainRules(of), ...routes];
}

/** Those of one route. */
export function rulesOf({ match, target, policy }: IngressRoute, of: HttpRulesOf): VirtualServiceSpecHttp[] {
  const { request, context, reference } = of;
  const { clusterDomain } = Mesh.of(request.scope);
  return renderHttpRules(target.branches(context), { scope: request.scope, match, policy, gateways: [reference] })
    .map((rule) => (request.keepHostHeader ? rule : toOutsideHost(rule, clusterDomain)))
    .map((rule) => (request.hsts === undefined ? rule : withHsts(rule, request.hsts)));
}

/**
 * Answers 421 to connections for a wildcard that are reused for a name that demands a client certificate. The name has a Gateway
 * of its own, so it could not be reached anyway; the status tells the browser to connect anew.
 */
function misdirected({ request, reference, names }: HttpRulesOf): VirtualServiceSpecHttp[] {
  const { scope } = request;
  const guarded = request.hosts
    .filter(({ host }) => isWildcard(host))
    .flatMap(({ host }) => names.exactly(host).filter((one) => one.owner === scope && one.tls === 'relaxed'))
    .flatMap((own) => stricterBelow(names, own).map((host) => ({ host, port: own.port })));
  if (guarded.length === 0) return [];
  const match = RouteMatch.anyOf(
    ...guarded.map(({ host, port }) => RouteMatch.of({ authority: StringMatch.regex(authorityOf(host)), port })),
  );
  const answer = Target.respond(DirectResponse.of(MISDIRECTED));
  return renderHttpRules(answer.branches({ scope }), { scope, match, gateways: [reference], name: 'misdirected' });
}

/** What port 80 answers, where it is a rule that redirects. */
function plainRules(of: HttpRulesOf): VirtualServiceSpecHttp[] {
  const { request, context, reference } = of;
  const { scope, httpPort, httpsPort, hosts } = request;
  const [plain] = hosts.map((served) => plainHttpOf(request, served)).filter((one) => one.redirects);
  if (!plain || redirectsByServer(plain, request)) return [];
  const bound = { scope, gateways: [reference] };
  const atPlainPort = RouteMatch.of({ port: httpPort });
  const exceptions = plain.exceptions.flatMap(({ match, target }) =>
    renderHttpRules(target.branches(context), { ...bound, match: joined(match, atPlainPort, scope) }),
  );
  const redirect = Target.redirect(Redirect.to({ scheme: 'https', ...(httpsPort === 443 ? {} : { port: httpsPort }) }));
  return [...exceptions, ...renderHttpRules(redirect.branches(context), { ...bound, match: atPlainPort })];
}

/** Adds the header to the answers, unless the route sets it itself. */
function withHsts(rule: VirtualServiceSpecHttp, value: string): VirtualServiceSpecHttp {
  const { headers = {} } = rule;
  const set = headers.response?.set ?? {};
  if (rule.redirect || rule.delegate || Object.keys(set).some((name) => name.toLowerCase() === HSTS)) return rule;
  return { ...rule, headers: { ...headers, response: { ...headers.response, set: { ...set, [HSTS]: value } } } };
}
