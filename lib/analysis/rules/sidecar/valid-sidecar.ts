import { fields, list, maybe, objects, text } from '../../model/json';
import { SIDECAR } from '../../model/kinds';
import { checkConnectionPool } from '../../model/validity/connection-pool';
import type { Problems } from '../../model/validity/problems';
import { ruleOfKind } from '../../model/validity/rule-of-kind';
import { checkWorkloadSelector } from '../../model/validity/selectors';
import { fqdnProblem } from '../../model/validity/values';
import { checkDestination } from '../virtual-service/validity/destination';
import { checkEgress } from './validity/egress';
import { checkIngress } from './validity/ingress';

const PARTS = ['outboundTrafficPolicy', 'inboundConnectionPool'];

export const rule = ruleOfKind('valid-sidecar', SIDECAR, check);

function check(problems: Problems): void {
  if (!checkWorkloadSelector(problems)) return;
  const { spec } = problems.resource;
  const lists = ['egress', 'ingress'].some((name) => list(spec[name]).length > 0);
  if (!lists && !PARTS.some((name) => maybe(spec[name]))) {
    problems.error('spec', 'a Sidecar has ingress, egress, outboundTrafficPolicy or inboundConnectionPool');
    return;
  }
  checkIngress(problems, objects(spec.ingress));
  checkConnectionPool(problems, spec.inboundConnectionPool, 'spec.inboundConnectionPool');
  checkEgress(problems, objects(spec.egress));
  checkOutbound(problems);
}

function checkOutbound(problems: Problems): void {
  const path = 'spec.outboundTrafficPolicy';
  const policy = fields(problems.resource.spec.outboundTrafficPolicy);
  const mode = text(policy.mode) || 'REGISTRY_ONLY';
  if (mode === 'ALLOW_ANY_DYNAMIC_DNS') {
    problems.error(`${path}.mode`, 'ALLOW_ANY_DYNAMIC_DNS can only be set for the whole mesh, in MeshConfig');
    return;
  }
  const proxy = maybe(policy.egressProxy);
  if (!proxy) return;
  const at = `${path}.egressProxy`;
  if (mode !== 'ALLOW_ANY') {
    problems.error(at, 'egressProxy needs mode ALLOW_ANY');
    return;
  }
  problems.error(`${at}.host`, fqdnProblem(text(proxy.host)));
  if (maybe(proxy.port)) checkDestination(problems, proxy, at);
  else problems.error(`${at}.port`, 'egressProxy needs a port');
}
