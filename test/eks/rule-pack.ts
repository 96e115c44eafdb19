export { securityFindings as findings, type SecurityFinding as Finding } from '../../lib/eks/checks/check-security';
export { securityRules as rules, type SecurityRule as Rule } from '../../lib/eks/checks/security-rules';
