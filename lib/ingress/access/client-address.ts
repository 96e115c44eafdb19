/**
 * Which address of a client a gateway can go by.
 *
 * @see https://istio.io/latest/docs/tasks/security/authorization/authz-ingress/#source-ip-address-of-the-original-client
 */
export enum ClientAddress {
  /**
   * That of the connection: right where the load balancer keeps it, e.g. a network load balancer with
   * `externalTrafficPolicy: Local`. Becomes `ipBlocks`.
   */
  CONNECTION = 'CONNECTION',
  /**
   * The one that trusted proxies wrote into X-Forwarded-For. Needs `numTrustedProxies` in the mesh config or on the gateway's
   * Pods, without which the address of the connection counts. Becomes `remoteIpBlocks`.
   */
  FORWARDED = 'FORWARDED',
}
