import type {
  VirtualServiceSpecHttp,
  VirtualServiceSpecHttpRouteDestination,
} from '../../../imports/networking.istio.io';
import type { Destination, MirrorDestination } from '../target';

/** A `destination`; host, port and subset in the order that Istio's own documents have. */
export function renderDestination(of: Destination): VirtualServiceSpecHttpRouteDestination {
  return {
    host: of.host,
    subset: of.subset,
    port: of.port === undefined ? undefined : { number: of.port },
  };
}

/**
 * The copies of a rule: `mirror` where there is one, which every Istio knows, else `mirrors`; never both, which Istio refuses.
 * A copy of 0 % is left out.
 */
export function renderMirrors(
  mirrors: readonly MirrorDestination[],
): Pick<VirtualServiceSpecHttp, 'mirror' | 'mirrorPercentage' | 'mirrors'> {
  const [only, ...others] = mirrors.filter((one) => one.percentage > 0);
  if (!only) return {};
  if (others.length === 0) {
    return { mirror: renderDestination(only), mirrorPercentage: { value: only.percentage } };
  }
  return {
    mirrors: [only, ...others].map((one) => ({
      destination: renderDestination(one),
      percentage: { value: one.percentage },
    })),
  };
}
