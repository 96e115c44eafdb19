import { join } from 'node:path';
import { snapshotFromFiles } from '../../lib/snapshot';
import type { Snapshot } from '../../lib/snapshot';
import { traceIn } from '../../lib/testing';
import { EXAMPLES } from './run';

/** An exercise on the mesh, as `kubectl apply` of the workloads and of the exercise leaves it; and Istio's own gateways. */
const mesh = (exercise: string): Snapshot =>
  snapshotFromFiles(
    [join('expected/workloads'), join('expected', exercise)]
      .map((one) => join(EXAMPLES, 'book-chapter-4', one))
      .concat(join(__dirname, 'istioctl-gateways.yaml')),
    { meshConfig: { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } } },
  );
const EDGE = 'istio-system/istio-ingressgateway';
const FRONT_END = 'front-end.sock-shop.svc.cluster.local:80';
const ENVOYDUMMY = 'envoydummy.chapter4.svc.cluster.local:80';
const outside = (exercise: string, url: string, from = 'chapter4/curl') => traceIn(mesh(exercise), { from, url });
const edge = (exercise: string, url: string) => traceIn(mesh(exercise), { at: EDGE, url });

test('1 an Ingress', () => {
  expect(edge('1', 'http://sockshop.com/')).toReach(FRONT_END);
  expect(edge('1', 'http://other.com/')).toRespond(404);
});

test('2 an Ingress in another namespace', () => expect(edge('2', 'http://mockshop.com/')).toReach(ENVOYDUMMY));

test('3 two hosts on one Gateway', () => {
  expect(edge('3', 'http://sockshop.com/')).toReach(FRONT_END);
  expect(edge('3', 'http://mockshop.com/')).toReach(ENVOYDUMMY);
  expect(edge('3', 'http://other.com/')).toRespond(404);
});

test('4a the same split at the edge and in the mesh', () => {
  expect(edge('4a', 'http://mockshop.com/')).toSplit({ v1: 10, v2: 90 });
  expect(outside('4a', 'http://envoydummy/')).toSplit({ v1: 10, v2: 90 });
});

test('4b every request is copied', () => {
  expect(edge('4b', 'http://mockshop.com/')).toReach(ENVOYDUMMY, { subset: 'v1' });
  expect(edge('4b', 'http://mockshop.com/')).toMirrorTo('nginxdummy.chapter4.svc.cluster.local', 100);
});

test('5a one path is served outside', () => {
  expect(edge('5a', 'http://mockshop.com/ping')).toReach(ENVOYDUMMY);
  expect(edge('5a', 'http://mockshop.com/get')).toReach('httpbin.org:80', { tls: 'PLAINTEXT' });
  expect(edge('5a', 'http://mockshop.com/other')).toRespond(404);
});

test('6 HTTPS only', () => {
  expect(edge('6', 'https://sockshop.com/')).toReach(FRONT_END);
  expect(edge('6', 'http://sockshop.com/')).toBeBlocked();
});

test('7 HTTP is sent to HTTPS', () => {
  expect(edge('7', 'http://sockshop.com/')).toRedirectTo('https://sockshop.com/', { status: 301 });
});

test('8 two certificates', () => {
  expect(edge('8', 'https://sockshop.com/')).toReach(FRONT_END);
  expect(edge('8', 'https://mockshop.com/')).toReach(ENVOYDUMMY);
  expect(edge('8', 'https://other.com/')).toBeBlocked();
});

test('9 wildcard and apex', () => {
  for (const host of ['sockshop.com', 'www.sockshop.com']) expect(edge('9', `https://${host}/`)).toReach(FRONT_END);
  expect(edge('9', 'https://mockshop.com/')).toReach(ENVOYDUMMY);
});

test('10 what is not declared stays in', () => {
  expect(outside('3', 'http://httpbin.org/get')).toRespond(502);
  expect(outside('3', 'https://httpbin.org/get')).toBeBlocked();
});

test('10-a straight from the sidecar', () => {
  expect(outside('10-a', 'http://httpbin.org/get')).toReach('httpbin.org:80');
  expect(outside('10-a', 'https://httpbin.org/get')).toReach('httpbin.org:443', { tls: 'PASSTHROUGH' });
  expect(outside('10-a', 'http://httpbin.org/get')).not.toPassThrough('istio-egressgateway');
});

test('10-b HTTP through the gateway, HTTPS directly', () => {
  expect(outside('10-b', 'http://httpbin.org/get')).toPassThrough('istio-egressgateway');
  expect(outside('10-b', 'http://httpbin.org/get')).toReach('httpbin.org:80');
  expect(outside('10-b', 'https://httpbin.org/get')).not.toPassThrough('istio-egressgateway');
  expect(outside('10-b', 'https://httpbin.org/get')).toReach('httpbin.org:443', { tls: 'PASSTHROUGH' });
});

test('10-c both through the gateway, from every namespace', () => {
  for (const from of ['chapter4/curl', 'sock-shop/front-end']) {
    for (const url of ['http://httpbin.org/get', 'https://httpbin.org/get']) {
      expect(outside('10-c', url, from)).toPassThrough('istio-egressgateway');
      expect(outside('10-c', url, from)).toReach('httpbin.org');
    }
  }
});
