import type { TerraformStack } from 'cdktf';
import { securityRules, type SynthesisedStack } from './security-rules';

/** Something that a scanner would find. */
export interface SecurityFinding {
  /** Id as checkov prints it; where only trivy has the rule, trivy's. */
  readonly id: string;
  /** Id of the same rule in trivy. */
  readonly trivy?: string;
  /** Terraform's address of the resource. */
  readonly address: string;
  readonly message: string;
  /** Why it may stay; undefined for what nobody accepted. */
  readonly reason?: string;
}

/** A finding that may stay. */
export interface SecurityException {
  readonly id: string;
  readonly reason: string;
  /** Type of the resource, or its address. @default - wherever it is found */
  readonly where?: string;
}

/** What options of the stack bring about on purpose. */
export const SECURITY_EXCEPTIONS: readonly SecurityException[] = [
  {
    id: 'CKV_AWS_39',
    where: 'aws_eks_cluster',
    reason: 'a public endpoint was asked for; it admits the named blocks only',
  },
  {
    id: 'CKV_AWS_382',
    where: 'aws_vpc_security_group_egress_rule',
    reason: "nodes carry the mesh's egress; routes and the egress gateway decide where it may lead",
  },
];

/**
 * What checkov and trivy would say about the resources of a stack, by the texts of their rules, without either: for a test of your
 * stack, with what you added to it. It is no scan; `npm run eks:scan` of this library's repository runs checkov itself.
 *
 * @param exceptions findings that may stay, each with its reason; they are returned with it
 */
export function checkSecurity(
  stack: TerraformStack,
  exceptions: readonly SecurityException[] = SECURITY_EXCEPTIONS,
): readonly SecurityFinding[] {
  const { resource = {} } = JSON.parse(JSON.stringify(stack.toTerraform())) as Partial<SynthesisedStack>;
  return securityFindings({ resource }).map((finding) => {
    const accepted = exceptions.find((of) => of.id === finding.id && covers(of, finding.address));
    return accepted ? { ...finding, reason: accepted.reason } : finding;
  });
}

/** The findings in what was synthesised. */
export function securityFindings(tf: SynthesisedStack): readonly SecurityFinding[] {
  return securityRules.flatMap(({ id, message, trivy, type, holds }) =>
    Object.entries(tf.resource[type] ?? {})
      .filter(([name, body]) => !holds(body, tf, `${type}.${name}`))
      .map(([name]) => ({ id, trivy, address: `${type}.${name}`, message })),
  );
}

/** One line: both ids, the address, what is wrong, and why it may stay. */
export function formatFinding(of: SecurityFinding): string {
  const ids = of.trivy ? `${of.id} (${of.trivy})` : of.id;
  return `${ids} ${of.address}: ${of.message}${of.reason ? `; accepted: ${of.reason}` : ''}`;
}

function covers({ where }: SecurityException, address: string): boolean {
  return where === undefined || address === where || address.startsWith(`${where}.`);
}
