/** What a rule of an AuthorizationPolicy asks for. */
import type { Fields, Resource } from '../../snapshot';
import { fields, list, objects, text, texts } from './json';

const IDENTITY = ['principals', 'namespaces', 'serviceAccounts', 'trustDomains'];
const HTTP_OPERATION = ['hosts', 'methods', 'paths'];
const HTTP_SOURCE = ['requestPrincipals'];
const TOKEN_KEY = /^request\.auth\./;
const IDENTITY_KEY = /^source\.(principal|namespace|serviceAccount|trustDomain)$/;

const hasAny = (value: Fields, names: readonly string[]) => names.some((name) => list(value[name]).length > 0);

/** What a rule does where no caller has an identity, by action and by what it asks for. */
export const EFFECT_WITHOUT_IDENTITY: Readonly<Record<string, Readonly<Record<'needed' | 'unwanted', string>>>> = {
  ALLOW: { needed: 'never allows anything', unwanted: 'allows everybody' },
  DENY: { needed: 'never denies anything', unwanted: 'denies everybody' },
};

/** The field that asks for the contrary: `notPaths` of `paths`. */
export function negated(name: string): string {
  return `not${name[0]!.toUpperCase()}${name.slice(1)}`;
}

/** A part of a policy's rule with values of its own, and where it stands. */
export interface PolicyPart {
  readonly kind: 'source' | 'operation' | 'condition';
  readonly value: Fields;
  readonly path: string;
}

/** All parts of the rules of a policy, in their order. */
export function partsOf({ spec }: Resource): readonly PolicyPart[] {
  return objects(spec.rules).flatMap((rule, i) => {
    const at = `spec.rules[${i}]`;
    const part = (kind: PolicyPart['kind'], path: (j: number) => string) => (value: Fields, j: number) => ({
      kind,
      value,
      path: `${at}.${path(j)}`,
    });
    return [
      ...sourcesOf(rule).map(part('source', (j) => `from[${j}].source`)),
      ...operationsOf(rule).map(part('operation', (j) => `to[${j}].operation`)),
      ...objects(rule.when).map(part('condition', (j) => `when[${j}]`)),
    ];
  });
}

/** Sources of a rule. */
function sourcesOf(rule: Fields): readonly Fields[] {
  return objects(rule.from).map(({ source }) => fields(source));
}

/** Operations of a rule. */
export function operationsOf(rule: Fields): readonly Fields[] {
  return objects(rule.to).map(({ operation }) => fields(operation));
}

/** How a rule depends on something: it needs it, it matches whoever has none, or not at all. */
export type Dependence = 'needed' | 'unwanted' | undefined;

/** How a rule depends on the identity of the caller's workload. */
export function identityOf(rule: Fields): Dependence {
  return dependenceOn(rule, IDENTITY, IDENTITY_KEY);
}

/** How a rule depends on the caller's token. */
export function tokenOf(rule: Fields): Dependence {
  return dependenceOn(rule, HTTP_SOURCE, TOKEN_KEY);
}

function dependenceOn(rule: Fields, names: readonly string[], keys: RegExp): Dependence {
  const sources = sourcesOf(rule);
  const conditions = objects(rule.when).filter(({ key }) => keys.test(text(key)));
  const needs = (source: Fields) => hasAny(source, names);
  if (conditions.some(({ values }) => list(values).length > 0)) return 'needed';
  if (sources.length > 0 && sources.every(needs)) return 'needed';
  if (conditions.length > 0) return 'unwanted';
  const refuses = (source: Fields) => hasAny(source, names.map(negated));
  return sources.length > 0 && sources.every((one) => needs(one) || refuses(one)) ? 'unwanted' : undefined;
}

/** Whether a rule can be read on HTTP alone: each of its operations, or each of its sources, or a condition of it. */
export function isForHttp(rule: Fields): boolean {
  const every = (all: readonly Fields[], names: readonly string[]) =>
    all.length > 0 && all.every((one) => hasAny(one, [...names, ...names.map(negated)]));
  return (
    every(operationsOf(rule), HTTP_OPERATION) ||
    every(sourcesOf(rule), HTTP_SOURCE) ||
    objects(rule.when).some(({ key }) => text(key).startsWith('request.'))
  );
}

/** Ports that a rule is for; empty where it is for every port. */
export function portsOf(rule: Fields): readonly number[] {
  const operations = operationsOf(rule);
  const conditions = objects(rule.when).filter(({ key }) => text(key) === 'destination.port');
  const named = operations.every((one) => list(one.ports).length > 0)
    ? operations.flatMap((one) => texts(one.ports))
    : [];
  return [...named, ...conditions.flatMap(({ values }) => texts(values))].map(Number);
}
