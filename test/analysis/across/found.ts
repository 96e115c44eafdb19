import { analyze, rules } from '../../../lib/analysis';
import type { MeshFacts } from '../../../lib/snapshot/snapshot';
import { manifest, snapshotOf } from '../model/manifest';

type Json = Readonly<Record<string, unknown>>;

/** The world that a rule is asked in. */
export interface Asked {
  readonly closed?: boolean;
  readonly mesh?: Json;
  readonly facts?: MeshFacts;
}

/** What one rule finds in manifests: code, level, resource and path, where it names one. */
export function found(rule: string, manifests: readonly Json[], asked?: Asked): string[] {
  return findings(rule, manifests, asked).map(
    ({ code, level, resource: { kind, namespace, name }, path }) =>
      `${code} ${level} ${kind} ${namespace === '' ? '' : `${namespace}/`}${name}${path === undefined ? '' : ` ${path}`}`,
  );
}

/** The same without kinds, for tests of one kind. */
export function short(all: readonly string[]): string[] {
  return all.map((one) =>
    one
      .split(' ')
      .filter((_, i) => i !== 2)
      .join(' '),
  );
}

/** What one rule says of manifests. */
export function said(rule: string, manifests: readonly Json[], asked?: Asked): string[] {
  return findings(rule, manifests, asked).map(({ message }) => message);
}

function findings(rule: string, manifests: readonly Json[], { closed = true, mesh, facts }: Asked = {}) {
  const entry = rules.find(({ id }) => id === rule)!;
  return analyze(snapshotOf(manifests, mesh, facts), { rules: [entry], shape: false, closed });
}

const NET = 'networking.istio.io/v1';

/** Kinds in short; `[namespace/]name` and the rest of the manifest. */
export const service = (id: string, spec: Json = {}, rest: Json = {}) => manifest('v1/Service', id, { spec, ...rest });
export const pod = (id: string, rest: Json = {}) => manifest('v1/Pod', id, rest);
export const namespace = (name: string, labels: Json = {}) => manifest('v1/Namespace', name, { labels });
export const configMap = (id: string, data: Json) => manifest('v1/ConfigMap', id, { data });
export const deployment = (id: string, template: Json, rest: Json = {}) =>
  manifest('apps/v1/Deployment', id, { spec: { template }, ...rest });
export const gateway = (id: string, spec: Json) => manifest(`${NET}/Gateway`, id, { spec });
export const virtualService = (id: string, spec: Json) => manifest(`${NET}/VirtualService`, id, { spec });
export const destinationRule = (id: string, spec: Json) => manifest(`${NET}/DestinationRule`, id, { spec });
export const serviceEntry = (id: string, spec: Json) => manifest(`${NET}/ServiceEntry`, id, { spec });
export const sidecar = (id: string, spec: Json) => manifest(`${NET}/Sidecar`, id, { spec });
export const kubernetesGateway = (id: string, spec: Json) =>
  manifest('gateway.networking.k8s.io/v1/Gateway', id, { spec });
