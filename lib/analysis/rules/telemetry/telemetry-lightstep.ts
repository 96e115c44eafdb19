import { objects, text } from '../../model/json';
import { TELEMETRY } from '../../model/kinds';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'telemetry-lightstep',
    codes: ['IST0002'],
    level: 'warning',
    description: 'A Telemetry sends traces to a Lightstep provider, which Istio is about to drop',
    kinds: [TELEMETRY],
    istioctl: 'telemetry.LightstepAnalyzer',
  },
  check({ snapshot, ofKind, report }) {
    const providers = objects(snapshot.meshConfig.extensionProviders).filter(
      ({ lightstep }) => lightstep !== undefined,
    );
    const deprecated = new Set(providers.map(({ name }) => text(name)));
    if (deprecated.size === 0) return;
    for (const resource of ofKind(TELEMETRY)) {
      for (const { providers: used } of objects(resource.spec.tracing)) {
        for (const { name } of objects(used)) {
          if (!deprecated.has(text(name))) continue;
          report({
            resource,
            message: `Deprecated: The Lightstep provider ${text(name)} is deprecated, please migrate to OpenTelemetry provider.`,
          });
        }
      }
    }
  },
};
