import { isAddress } from '../../model/address';
import { isJwtClaim } from '../../model/jwt-claim';
import { fields, list, objects, texts } from '../../model/json';
import { VIRTUAL_SERVICE } from '../../model/kinds';
import type { Problems } from '../../model/validity/problems';
import { ruleOfKind } from '../../model/validity/rule-of-kind';
import { checkExportTo } from '../../model/validity/selectors';
import { checkGatewayNames } from './validity/gateway-names';
import { hostProblem, overlap } from './validity/hosts';
import { checkHttpRule } from './validity/http-rule';
import { checkTcpRule, checkTlsRule } from './validity/opaque-rule';
import { checkUnusedRules } from './validity/unused-rules';

export const rule = ruleOfKind('valid-virtual-service', VIRTUAL_SERVICE, check, {
  codes: ['IST0130', 'IST0131'],
  description: "istiod's webhook would refuse this VirtualService, or warn of it; some of its rules are never used",
});

function check(problems: Problems): void {
  const { spec } = problems.resource;
  const gateways = texts(spec.gateways);
  const isDelegate = list(spec.hosts).length === 0;
  if (isDelegate) checkDelegate(problems);
  checkGatewayNames(problems, gateways, 'spec.gateways');
  const isGateway = gateways.length > 0 && !gateways.includes('mesh');
  if (!isGateway) checkClaims(problems);
  checkHosts(problems, isGateway);
  const families = ['http', 'tls', 'tcp'] as const;
  if (families.every((family) => list(spec[family]).length === 0))
    problems.error('spec', 'http, tls or tcp rules are needed');
  objects(spec.http).forEach((one, i) => checkHttpRule(problems, one, `spec.http[${i}]`, isDelegate));
  objects(spec.tls).forEach((one, i) => checkTlsRule(problems, one, `spec.tls[${i}]`));
  objects(spec.tcp).forEach((one, i) => checkTcpRule(problems, one, `spec.tcp[${i}]`));
  checkExportTo(problems);
  for (const family of families) checkUnusedRules(problems, family);
}

function checkDelegate(problems: Problems): void {
  for (const field of ['gateways', 'tls', 'tcp']) {
    if (list(problems.resource.spec[field]).length === 0) continue;
    problems.error(`spec.${field}`, `a VirtualService without hosts is delegated to, and has no ${field}; add hosts`);
  }
}

/** The sidecar does not check JWTs, so it knows no claims. */
function checkClaims(problems: Problems): void {
  objects(problems.resource.spec.http).forEach((rule, i) =>
    objects(rule.match).forEach((match, j) => {
      for (const field of ['headers', 'withoutHeaders']) {
        for (const name of Object.keys(fields(match[field])).filter(isJwtClaim)) {
          const path = `spec.http[${i}].match[${j}].${field}.${name}`;
          problems.error(
            path,
            `routing by the JWT claim "${name}" works at gateways only; name gateways, without mesh`,
          );
        }
      }
    }),
  );
}

function checkHosts(problems: Problems, isGateway: boolean): void {
  const { spec } = problems.resource;
  const hosts = texts(spec.hosts);
  const hasSni = objects(spec.tls).some((rule) =>
    objects(rule.match).some(({ sniHosts }) => list(sniHosts).length > 0),
  );
  let areValid = true;
  hosts.forEach((host, i) => {
    let problem = hostProblem(host, isGateway && hasSni);
    if (problem !== undefined && isAddress(host)) return;
    if (problem === undefined && !isGateway && host === '*') {
      problem = 'host "*" is not allowed for sidecars; name the hosts, or bind the VirtualService to gateways alone';
    }
    if (problem === undefined) return;
    problems.error(`spec.hosts[${i}]`, problem);
    areValid = false;
  });
  if (!areValid) return;
  hosts.forEach((host, i) => {
    hosts.slice(i + 1).forEach((other, j) => {
      if (!overlap(host, other)) return;
      problems.error(`spec.hosts[${i + 1 + j}]`, `hosts "${host}" and "${other}" overlap; keep one`);
    });
  });
}
