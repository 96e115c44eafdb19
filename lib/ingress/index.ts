export { IngressGateway } from './ingress-gateway';
export { IngressHost, type HostTls, type IngressHostProps } from './ingress-host';
export { PlainHttp } from './plain-http';
export { ServerTls } from './server-tls';
