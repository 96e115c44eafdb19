/**
 * Certificates in Secrets, as istiod reads them for a proxy.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/#key-formats
 */
import type { Resource } from '../../snapshot';
import type { RuleContext } from '../rule';
import { isFields, text, fields } from './json';
import { CERTIFICATE, EXTERNAL_SECRET, SECRET } from './kinds';

const KUBERNETES = 'kubernetes://';
const GATEWAY_API = 'kubernetes-gateway://';
/** Names that some other source than a Secret answers to. */
const ELSEWHERE = ['sds://', 'configmap://', 'builtin://', 'invalid://'];

/** Suffix of the Secret that may hold the CA beside the one with the key. */
export const CA_SUFFIX = '-cacert';

/** What a `credentialName` names. */
export interface CredentialName {
  readonly name: string;
  /** Only where the name itself gives it. */
  readonly namespace?: string;
}

/** Reads a `credentialName`; undefined where it names no Secret. */
export function parseCredentialName(written: string): CredentialName | undefined {
  if (written === '' || ELSEWHERE.some((prefix) => written.startsWith(prefix))) return undefined;
  const prefix = [KUBERNETES, GATEWAY_API].find((one) => written.startsWith(one));
  const parts = written.slice(prefix?.length ?? 0).split('/');
  const [first = '', second] = parts;
  return second === undefined ? { name: first } : { namespace: first, name: second };
}

/** Which certificates are there. A rule that asks declares {@link CREDENTIAL_KINDS}. */
export class Credentials {
  private readonly issued: ReadonlySet<string>;

  constructor(private readonly context: RuleContext) {
    // Their Secrets are written in the cluster: nothing to read yet, and nothing is missing.
    const names = [
      ...context.ofKind(CERTIFICATE).map(({ namespace, spec }) => `${namespace}/${text(spec.secretName)}`),
      ...context
        .ofKind(EXTERNAL_SECRET)
        .map(({ namespace, name, spec }) => `${namespace}/${text(fields(spec.target).name) || name}`),
    ];
    this.issued = new Set(names);
  }

  /** The Secret with its keys, if it is in the snapshot. */
  public find(namespace: string, name: string): Resource | undefined {
    return this.context.find(SECRET, namespace, name);
  }

  /** Whether there certainly is no such Secret. */
  public isMissing(namespace: string, name: string): boolean {
    return !this.issued.has(`${namespace}/${name}`) && this.context.isMissing(SECRET, namespace, name);
  }

  /** Whether the snapshot has no such Secret where it belongs, but one of its name elsewhere: then it is probably misplaced. */
  public isElsewhere(namespace: string, name: string): boolean {
    const { context, issued } = this;
    const isHere = issued.has(`${namespace}/${name}`) || this.find(namespace, name) !== undefined;
    return !isHere && !context.snapshot.isKnown(SECRET, namespace, name) && this.namespacesOf(name).length > 0;
  }

  /** Whether any Secret is among the manifests: usually they are kept elsewhere, and then a missing one says little. */
  public get isTold(): boolean {
    return this.issued.size > 0 || this.context.ofKind(SECRET).length > 0;
  }

  /** Namespaces in which the snapshot has such a Secret, or has it issued. */
  public namespacesOf(name: string): readonly string[] {
    const written = this.context.ofKind(SECRET).filter((one) => one.name === name);
    const issued = [...this.issued].filter((one) => one.endsWith(`/${name}`)).map((one) => one.split('/')[0]!);
    return [...new Set([...written.map(({ namespace }) => namespace), ...issued])].sort();
  }
}

/** What {@link Credentials} reads. */
export const CREDENTIAL_KINDS = [SECRET, CERTIFICATE, EXTERNAL_SECRET] as const;

/** Value of a key, decoded; undefined where it is not there. */
function secretValue({ manifest }: Resource, key: string): string | undefined {
  const plain = isFields(manifest.stringData) ? manifest.stringData[key] : undefined;
  if (typeof plain === 'string') return plain;
  const encoded = isFields(manifest.data) ? manifest.data[key] : undefined;
  return typeof encoded === 'string' ? Buffer.from(encoded, 'base64').toString('utf8') : undefined;
}

/** Keys of a certificate and of its private key, in the order in which istiod looks for them. */
const KEY_PAIRS = [
  ['cert', 'key'],
  ['tls.crt', 'tls.key'],
] as const;

/** The certificate that has its private key beside it. */
export function certificateOf(secret: Resource): string | undefined {
  const pair = KEY_PAIRS.find((keys) => keys.every((key) => (secretValue(secret, key) ?? '') !== ''));
  return pair && secretValue(secret, pair[0]);
}

/** Whether it holds the certificate of a CA. */
export function hasCa(secret: Resource): boolean {
  return ['ca.crt', 'cacert'].some((key) => (secretValue(secret, key) ?? '') !== '');
}
