import { fields, list, objects, text } from '../../model/json';
import { SERVICE_ENTRY } from '../../model/kinds';
import type { Rule, RuleContext } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'service-entry-address',
    codes: ['IST0134'],
    level: 'warning',
    description: 'A TCP port of a ServiceEntry without addresses takes all traffic on that port',
    kinds: [SERVICE_ENTRY],
    istioctl: 'serviceentry.Analyzer',
  },
  check(context) {
    if (allocatesAddresses(context)) return;
    for (const resource of context.ofKind(SERVICE_ENTRY)) {
      const status = fields(resource.manifest.status);
      if (list(resource.spec.addresses).length > 0 || list(status.addresses).length > 0) continue;
      objects(resource.spec.ports).forEach((port, i) => {
        const protocol = text(port.protocol).toUpperCase();
        if (protocol !== '' && protocol !== 'TCP') return;
        context.report({
          resource,
          // Ports without a name are one to Istio, as it has no line for them.
          path: text(port.name) === '' ? undefined : `spec.ports[${i}].name`,
          message: `ServiceEntry addresses are required for this protocol; set addresses, or rely on automatic allocation of addresses`,
        });
      });
    }
  },
};

function allocatesAddresses({ snapshot }: RuleContext): boolean {
  const metadata = fields(fields(snapshot.meshConfig.defaultConfig).proxyMetadata);
  if (text(metadata.ISTIO_META_DNS_CAPTURE) !== 'true') return false;
  return metadata.ISTIO_META_DNS_AUTO_ALLOCATE === 'true' || metadata.PILOT_ENABLE_IP_AUTOALLOCATE === 'true';
}
