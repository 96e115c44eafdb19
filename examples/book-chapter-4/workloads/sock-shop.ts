import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { Component, type ComponentProps } from './component';

const JAVA_OPTS = '-Xms64m -Xmx128m -XX:+UseG1GC -Djava.security.egd=file:/dev/urandom -Dspring.zipkin.enabled=false';

const http = { name: 'http', number: 80 };
const mongo = { name: 'tcp-mongo', number: 27017 };
const java = { port: http, env: { JAVA_OPTS }, runsAs: 'application', tmp: true } as const;
const go = { port: http, runsAs: 'application', health: { path: '/health', ready: 180 } } as const;
const database = { port: mongo, runsAs: 'database', tmp: true } as const;

/**
 * The public Sock Shop, part by part. The original gives no port a name; ours say which protocol they speak, because Istio
 * applies HTTP rules only to ports that it knows to be HTTP.
 */
const PARTS: readonly ComponentProps[] = [
  {
    ...java,
    name: 'carts',
    image: 'weaveworksdemos/carts:0.4.8',
    resources: { cpu: ['100m', '300m'], memory: ['200Mi', '500Mi'] },
  },
  { ...database, name: 'carts-db', image: 'mongo' },
  {
    ...go,
    name: 'catalogue',
    image: 'weaveworksdemos/catalogue:0.3.5',
    command: ['/app'],
    args: ['-port=80'],
    resources: { cpu: ['100m', '200m'], memory: ['100Mi', '200Mi'] },
  },
  {
    name: 'catalogue-db',
    image: 'weaveworksdemos/catalogue-db:0.3.0',
    port: { name: 'tcp-mysql', number: 3306 },
    env: { MYSQL_ROOT_PASSWORD: 'fake_password', MYSQL_DATABASE: 'socksdb' },
  },
  {
    name: 'front-end',
    image: 'weaveworksdemos/front-end:0.3.12',
    port: { name: 'http', number: 8079, servicePort: 80 },
    env: { SESSION_REDIS: 'true' },
    runsAs: 'application',
    health: { path: '/', ready: 30 },
    resources: { cpu: ['100m', '300m'], memory: ['300Mi', '1000Mi'] },
  },
  {
    ...java,
    name: 'orders',
    image: 'weaveworksdemos/orders:0.4.7',
    resources: { cpu: ['100m', '500m'], memory: ['300Mi', '500Mi'] },
  },
  { ...database, name: 'orders-db', image: 'mongo' },
  {
    ...go,
    name: 'payment',
    image: 'weaveworksdemos/payment:0.4.3',
    resources: { cpu: ['99m', '200m'], memory: ['100Mi', '200Mi'] },
  },
  {
    name: 'queue-master',
    image: 'weaveworksdemos/queue-master:0.3.1',
    port: http,
    env: { JAVA_OPTS },
    resources: { cpu: ['100m', '300m'], memory: ['300Mi', '500Mi'] },
  },
  {
    name: 'rabbitmq',
    image: 'rabbitmq:3.6.8-management',
    port: { name: 'tcp-amqp', number: 5672 },
    runsAs: 'database',
    capabilities: ['DAC_OVERRIDE'],
    annotations: { 'prometheus.io/scrape': 'false' },
    exporter: { name: 'rabbitmq-exporter', image: 'kbudde/rabbitmq-exporter', port: 9090 },
  },
  {
    name: 'session-db',
    image: 'redis:alpine',
    port: { name: 'tcp-redis', number: 6379 },
    runsAs: 'database',
    annotations: { 'prometheus.io/scrape': 'false' },
  },
  {
    ...java,
    name: 'shipping',
    image: 'weaveworksdemos/shipping:0.4.8',
    env: { JAVA_OPTS, ZIPKIN: 'zipkin.jaeger.svc.cluster.local' },
    resources: { cpu: ['100m', '300m'], memory: ['300Mi', '500Mi'] },
  },
  {
    ...go,
    name: 'user',
    image: 'weaveworksdemos/user:0.4.7',
    env: { mongo: 'user-db:27017' },
    resources: { cpu: ['100m', '300m'], memory: ['100Mi', '200Mi'] },
  },
  { ...database, name: 'user-db', image: 'weaveworksdemos/user-db:0.3.0' },
];

/** The Sock Shop in its namespace, with sidecars. `front-end` is a ClusterIP: the gateway is the way in. */
export class SockShop extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'sock-shop' });
    new k8s.KubeNamespace(this, 'Namespace', {
      metadata: { name: 'sock-shop', labels: { 'istio-injection': 'enabled' } },
    });
    for (const part of PARTS) new Component(this, part);
  }
}
