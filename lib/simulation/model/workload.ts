/** Pods that look alike to the mesh: one proxy configuration. */
export interface Workload {
  /** What a reader calls it: the name of the Deployment, Pod or proxy. */
  readonly name: string;
  readonly namespace: string;
  readonly labels: ReadonlyMap<string, string>;
  /** `sidecar`, or `router` for a gateway pod. */
  readonly type: 'sidecar' | 'router';
  /** Whether it has a proxy at all. */
  readonly injected: boolean;
  readonly serviceAccount: string;
  /** Whether an endpoint of it accepts Istio's mutual TLS; gateway pods do not say so. */
  readonly acceptsMtls: boolean;
  /** Container ports by name. */
  readonly ports?: ReadonlyMap<string, number>;
  /** Pod address, where the manifest knows it. */
  readonly address?: string;
  /** Annotations of the Pods, where the manifest knows them. */
  readonly annotations?: ReadonlyMap<string, string> | undefined;
  /** Whether the pod may not open ports below 1024. @default false */
  readonly unprivileged?: boolean;
}
