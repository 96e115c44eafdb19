export { joined, MESH, nameWithin, type Bound } from './binding';
export { renderHttpRules, type HttpRuleOptions } from './http';
export { renderTcpRules, renderTlsRules, type TcpRuleOptions, type TlsRuleOptions } from './opaque';
