import { LoadBalancerProfile, type IstioEksStackProps } from '../../lib/eks';
import { json, stack } from './profiles';
import { reaches, type Party } from './reach';

const OTHER_CLUSTER = { address: '10.8.3.4' };
const LOAD_BALANCER = { address: '10.0.224.9' };
const INTERNET = { address: '198.51.100.7' };

/** Columns of the tables: who asks whom. */
const columns: readonly (readonly [string, Party, 'control plane' | 'node'])[] = [
  ['plane→node', 'control plane', 'node'],
  ['node→node', 'node', 'node'],
  ['node→plane', 'node', 'control plane'],
  ['cluster→node', OTHER_CLUSTER, 'node'],
  ['balancer→node', LOAD_BALANCER, 'node'],
  ['internet→node', INTERNET, 'node'],
  ['internet→plane', INTERNET, 'control plane'],
];

interface Mode {
  readonly name: string;
  readonly props: IstioEksStackProps;
  readonly table: string;
}

// Rows: port, what listens, and for each column whether it is let through (y) or not (-).
const modes: readonly Mode[] = [
  {
    name: 'the group that EKS makes (default)',
    props: {},
    table: `
        53 CoreDNS               y y y - - - -
        80 Pods on low ports     y y y - - - -
       443 API, webhooks         y y y - - - -
      8080 Pods                  y y y - - - -
     10250 kubelet               y y y - - - -
     15008 HBONE                 y y y - - - -
     15012 istiod: xDS and CA    y y y - - - -
     15017 istiod: webhooks      y y y - - - -
     15021 gateway: health       y y y - - - -
     15090 proxy: metrics        y y y - - - -
     15443 east-west gateway     y y y - - - -`,
  },
  {
    name: 'nodes with a group of their own',
    props: { nodeSecurityGroup: {} },
    table: `
        53 CoreDNS               - y - - - - -
        80 Pods on low ports     - y - - - - -
       443 API, webhooks         y y y - - - -
      8080 Pods                  - y - - - - -
     10250 kubelet               y y - - - - -
     15008 HBONE                 - y - - - - -
     15012 istiod: xDS and CA    - y - - - - -
     15017 istiod: webhooks      y y - - - - -
     15021 gateway: health       - y - - - - -
     15090 proxy: metrics        - y - - - - -
     15443 east-west gateway     - y - - - - -`,
  },
  {
    name: 'nodes with a group of their own, ambient mode over two clusters',
    props: { nodeSecurityGroup: { hboneFrom: ['10.8.0.0/16'] } },
    table: `
        80 Pods on low ports     - y - - - - -
     15008 HBONE                 - y - y - - -
     15012 istiod: xDS and CA    - y - - - - -
     15017 istiod: webhooks      y y - - - - -
     15021 gateway: health       - y - - - - -
     15443 east-west gateway     - y - - - - -`,
  },
  {
    name: 'nodes with a group of their own, east-west gateway, health asked by a load balancer',
    props: { nodeSecurityGroup: { eastWestFrom: ['10.8.0.0/16', '10.9.0.0/16'], healthFrom: ['10.0.224.0/24'] } },
    table: `
        80 Pods on low ports     - y - - - - -
       443 API, webhooks         y y y - - - -
     15008 HBONE                 - y - - - - -
     15012 istiod: xDS and CA    - y - - - - -
     15021 gateway: health       - y - - y - -
     15090 proxy: metrics        - y - - - - -
     15443 east-west gateway     - y - y - - -`,
  },
  {
    name: 'Auto Mode',
    props: { autoMode: {} },
    table: `
        80 Pods on low ports     y y y - - - -
       443 API, webhooks         y y y - - - -
     10250 kubelet               y y y - - - -
     15012 istiod: xDS and CA    y y y - - - -
     15017 istiod: webhooks      y y y - - - -
     15443 east-west gateway     y y y - - - -`,
  },
];

describe.each(modes)('6. who reaches which port: $name', ({ props, table }) => {
  const tf = json((app) => stack(app, props));
  const rows = table
    .trim()
    .split('\n')
    .map((line) => /^\s*(\d+) (.*?) {2,}([y -]+)$/.exec(line) ?? [])
    .map(([, port, what, cells = '']) => [`${port} ${what}`, Number(port), cells.split(' ')] as const);

  test.each(rows)('%s', (_what, port, cells) => {
    const open = columns.filter(([, from, to]) => reaches(tf, from, to, port)).map(([title]) => title);
    expect(cells).toHaveLength(columns.length);
    expect(open).toEqual(columns.filter((_, index) => cells[index] === 'y').map(([title]) => title));
  });
});

test('the health port that a load balancer asks is the one that healthFrom opens', () => {
  const asked = LoadBalancerProfile.awsController().annotations;
  const port = Number(asked['service.beta.kubernetes.io/aws-load-balancer-healthcheck-port']);
  const tf = json((app) => stack(app, { nodeSecurityGroup: { healthFrom: [`${LOAD_BALANCER.address}/32`] } }));
  expect(reaches(tf, LOAD_BALANCER, 'node', port)).toBe(true);
  expect(reaches(tf, LOAD_BALANCER, 'node', port + 1)).toBe(false);
});

test('a low port between nodes is closed where the rule between nodes begins at 1025: the table would say so', () => {
  const tf = json((app) => stack(app, { nodeSecurityGroup: {} }));
  const rules = Object.values(tf.resource.aws_vpc_security_group_ingress_rule ?? {});
  const mesh = rules.find((rule) => rule.security_group_id === rule.referenced_security_group_id);
  Object.assign(mesh ?? {}, { ip_protocol: 'tcp', from_port: 1025, to_port: 65535 });
  expect(reaches(tf, 'node', 'node', 80)).toBe(false);
  expect(reaches(tf, 'node', 'node', 8080)).toBe(true);
});
