import { fields, objects, text } from '../../model/json';
import { DESTINATION_RULE } from '../../model/kinds';
import { fullName } from '../../model/names';
import type { Fields, Resource } from '../../../snapshot';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'unverified-server',
    codes: ['IST0128', 'IST0129'],
    level: 'warning',
    description: "A DestinationRule starts TLS without naming the CA that the server's certificate must come from",
    kinds: [DESTINATION_RULE],
    istioctl: 'destinationrule.CaCertificateAnalyzer',
  },
  check({ closed, ofKind, report }) {
    // Istio of today verifies with the CAs of the system then; istioctl warns all the same, and the CLI says what istioctl says.
    const level = closed ? 'warning' : 'info';
    for (const resource of ofKind(DESTINATION_RULE)) {
      const policy = fields(resource.spec.trafficPolicy);
      const own = fields(policy.tls);
      if (isUnverified(own, resource)) {
        report({
          resource,
          code: 'IST0128',
          level,
          path: 'spec.trafficPolicy.tls',
          message: messageOf(resource, own, 'at destination level'),
        });
      }
      const told = new Set<string>();
      objects(policy.portLevelSettings).forEach((settings, i) => {
        const tls = fields(settings.tls);
        if (!isUnverified(tls, resource)) return;
        // Settings of one port that are written twice are told once.
        const message = messageOf(resource, tls, `at port level, port ${text(fields(settings.port).number)}`);
        if (tls.caCertificates === undefined && told.has(message)) return;
        told.add(message);
        report({
          resource,
          code: 'IST0129',
          level,
          path: `spec.trafficPolicy.portLevelSettings[${i}].tls`,
          message,
        });
      });
    }
  },
};

function isUnverified(tls: Fields, { spec }: Resource): boolean {
  if (tls.mode !== 'SIMPLE' && tls.mode !== 'MUTUAL') return false;
  if (text(tls.caCertificates) !== '') return false;
  return !(text(tls.credentialName) !== '' && fields(spec).workloadSelector !== undefined);
}

function messageOf(resource: Resource, tls: Fields, where: string): string {
  return (
    `DestinationRule ${fullName(resource)} has TLS mode set to ${text(tls.mode)} but no ` +
    `caCertificates are set to validate server identity for host: ${text(resource.spec.host)} (${where}); set caCertificates, ` +
    `or rely on the CAs of the system and suppress this`
  );
}
