export { ClientAddress } from './access/client-address';
export { Jwt, type JwtProps, type TokenHeader } from './access/jwt';
export type { RequiredClaim, TokenRequirement } from './access/token-requirement';
export {
  IngressClass,
  type IngressClassOptions,
  type IngressClassParameters,
  type IngressClassProps,
} from './class/ingress-class';
export { IngressMatch } from './class/ingress-path';
export { GatewayExposure, type FixedNodePort } from './gateway/gateway-exposure';
export { IngressGateway, type IngressGatewayProps } from './gateway/ingress-gateway';
export { IngressGatewayService, type IngressGatewayServiceProps } from './gateway/ingress-gateway-service';
export { IngressHost } from './host/ingress-host';
export type { HostTls, IngressHostProps } from './host/props';
export type { IngressRoute } from './host/route';
export type { IIngressVia, IngressRequest, IServedIngress, ServedHost } from './host/via';
export { CertificateIssuer, type IIssuerLike } from './tls/certificate-issuer';
export { IngressCertificate, type IngressCertificateProps } from './tls/ingress-certificate';
export { PlainHttp, type PlainHttpException } from './tls/plain-http';
export { ServerTls, TlsVersion, type ClientCertificateOptions, type ServerTlsOptions } from './tls/server-tls';
export { SidecarTls, type SidecarTlsProps } from './tls/sidecar-tls';
