import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';

/** What one part of the shop needs; everything else is the same for all parts. */
export interface ComponentProps {
  /** Name of the Deployment, of its Service and of the label that the Service selects by. */
  readonly name: string;
  readonly image: string;
  /** Port of the container and of the Service, with the protocol that Istio reads from the name. */
  readonly port: { readonly name: string; readonly number: number; readonly servicePort?: number };
  readonly env?: Readonly<Record<string, string>>;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  /** Request and limit of CPU and memory. Default: none. */
  readonly resources?: { readonly cpu: readonly [string, string]; readonly memory: readonly [string, string] };
  /** `application`: an unprivileged user, low ports allowed. `database`: may drop to its own user. Default: as the image is. */
  readonly runsAs?: 'application' | 'database';
  /** Capabilities besides those of `runsAs`. Default: none. */
  readonly capabilities?: readonly string[];
  /** Path of the HTTP probes, and the seconds until the part is ready. Default: no probes. */
  readonly health?: { readonly path: string; readonly ready: number };
  /** Whether `/tmp` is in memory. Default: no. */
  readonly tmp?: boolean;
  readonly annotations?: Readonly<Record<string, string>>;
  /** A second container of the Pod, with a port that the Service offers too. Default: none. */
  readonly exporter?: { readonly name: string; readonly image: string; readonly port: number };
}

const CAPABILITIES = { application: ['NET_BIND_SERVICE'], database: ['CHOWN', 'SETGID', 'SETUID'] } as const;
const ALIVE_AFTER = 300;

/**
 * A Deployment of one Pod, and the Service in front of it. Kubernetes' own kinds, because cdk8s-plus' Deployment adds a start-up
 * probe of 30 seconds, which kills the shop's slower parts before they listen.
 */
export class Component extends Construct {
  constructor(scope: Construct, props: ComponentProps) {
    super(scope, props.name);
    const { name, exporter, port } = props;
    const labels = { name };
    const volumes = props.tmp ? [{ name: 'tmp-volume', emptyDir: { medium: 'Memory' } }] : undefined;
    const containers = [container(props), ...(exporter ? [exporterContainer(exporter)] : [])];
    new k8s.KubeDeployment(this, 'Deployment', {
      metadata: { name, labels },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels, ...(props.annotations ? { annotations: { ...props.annotations } } : {}) },
          spec: { containers, volumes, nodeSelector: { 'kubernetes.io/os': 'linux' } },
        },
      },
    });
    const exported = exporter
      ? [{ name: 'http-exporter', port: exporter.port, targetPort: k8s.IntOrString.fromString('exporter') }]
      : [];
    new k8s.KubeService(this, 'Service', {
      metadata: { name, labels },
      spec: {
        selector: labels,
        ports: [
          {
            name: port.name,
            port: port.servicePort ?? port.number,
            targetPort: k8s.IntOrString.fromNumber(port.number),
          },
          ...exported,
        ],
      },
    });
  }
}

function container(props: ComponentProps): k8s.Container {
  const { health, resources, runsAs } = props;
  return {
    name: props.name,
    image: props.image,
    command: props.command ? [...props.command] : undefined,
    args: props.args ? [...props.args] : undefined,
    ports: [{ containerPort: props.port.number }],
    env: props.env ? Object.entries(props.env).map(([name, value]) => ({ name, value })) : undefined,
    resources: resources && {
      requests: { cpu: quantity(resources.cpu[0]), memory: quantity(resources.memory[0]) },
      limits: { cpu: quantity(resources.cpu[1]), memory: quantity(resources.memory[1]) },
    },
    securityContext: runsAs && {
      ...(runsAs === 'application' ? { runAsNonRoot: true, runAsUser: 10001 } : {}),
      capabilities: { drop: ['ALL'], add: [...CAPABILITIES[runsAs], ...(props.capabilities ?? [])] },
      readOnlyRootFilesystem: true,
    },
    volumeMounts: props.tmp ? [{ mountPath: '/tmp', name: 'tmp-volume' }] : undefined,
    livenessProbe: health && probe(health.path, props.port.number, ALIVE_AFTER),
    readinessProbe: health && probe(health.path, props.port.number, health.ready),
  };
}

function exporterContainer({ name, image, port }: NonNullable<ComponentProps['exporter']>): k8s.Container {
  return { name, image, ports: [{ name: 'exporter', containerPort: port }] };
}

function probe(path: string, port: number, initialDelaySeconds: number): k8s.Probe {
  return { httpGet: { path, port: k8s.IntOrString.fromNumber(port) }, initialDelaySeconds, periodSeconds: 3 };
}

function quantity(text: string): k8s.Quantity {
  return k8s.Quantity.fromString(text);
}
