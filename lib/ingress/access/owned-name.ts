import { Chart, Names } from 'cdk8s';
import type { Construct } from 'constructs';
import { label } from '../../mesh';

/**
 * The name of an object in the gateway's namespace. It carries the namespace of the chart, so that objects of two Apps never
 * overwrite each other there; nothing where the chart is in that namespace itself, and cdk8s names it by its path.
 */
export function ownedName(scope: Construct, word: string, namespace: string): { name?: string } {
  const own = Chart.of(scope).namespace;
  if (own === undefined || own === namespace) return {};
  return { name: label(own, Names.toDnsLabel(scope, { extra: [word], maxLen: 63 - own.length - 1 })) };
}
