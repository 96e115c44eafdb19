export { PortPlan } from './port-plan';
export type { RenderedServerTls, ServerProtocol, ServerRequest, ServerTlsMode } from './server';
export { SharedGateway, type SharedGatewayProps } from './shared-gateway';
