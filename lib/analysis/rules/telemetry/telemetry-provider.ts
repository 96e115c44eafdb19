import { fields, list, objects } from '../../model/json';
import { TELEMETRY } from '../../model/kinds';
import { fullName } from '../../model/names';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'telemetry-provider',
    codes: ['IST0157'],
    level: 'warning',
    description: 'A Telemetry turns access logs on and names no provider, nor does the mesh',
    kinds: [TELEMETRY],
    istioctl: 'telemetry.ProviderAnalyzer',
  },
  check({ snapshot, ofKind, report }) {
    if (list(fields(snapshot.meshConfig.defaultProviders).accessLogging).length > 0) return;
    for (const resource of ofKind(TELEMETRY)) {
      const isIgnored = objects(resource.spec.accessLogging).some(
        ({ disabled, providers }) => disabled !== true && list(providers).length === 0,
      );
      if (!isIgnored) continue;
      report({
        resource,
        message: `The Telemetry ${fullName(resource)} with empty providers will be ignored; name a provider`,
      });
    }
  },
};
