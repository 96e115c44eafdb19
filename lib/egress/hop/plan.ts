import { ConfigurationError, type IErrorScope } from '../../errors';
import type { GatewayWorkload } from '../../mesh';
import type { EgressPort } from '../port/egress-port';
import { formOf, type PlannedHop } from './planned-hop';

/** What the ports of a hop depend on. Never on other routes, so that adding one moves nobody else's ports. */
export interface HopSettings {
  readonly workload: GatewayWorkload;
  /** Whether port 80 of the gateway is for plain HTTP. */
  readonly plainHttpHop: boolean;
}

/** Service ports of gateways that carry no traffic of routes: health, and mTLS between clusters. */
const RESERVED: ReadonlySet<number> = new Set([15021, 15443]);
const TLS_PORT = 443;

/**
 * Gives every port of a route that leaves through a gateway the port it arrives at: the one that was asked for, else that of
 * the matrix, else the first one that the route itself does not use.
 *
 * @throws ConfigurationError EgressHopsMeet
 */
export function planHops(ports: readonly EgressPort[], settings: HopSettings, at: IErrorScope): PlannedHop[] {
  const through = ports.filter((port) => !port.isDirect);
  const taken = new Map<number, EgressPort>();
  for (const port of through) {
    const { gatewayPort } = port.options;
    if (gatewayPort !== undefined) take(taken, gatewayPort, port, at);
  }
  const waiting: EgressPort[] = [];
  for (const port of through.filter((one) => one.options.gatewayPort === undefined)) {
    const preferred = preferredPort(port, settings);
    if (taken.has(preferred)) waiting.push(port);
    else taken.set(preferred, port);
  }
  for (const port of waiting) {
    take(taken, freePort(port, settings, taken) ?? preferredPort(port, settings), port, at);
  }
  const numbers = new Map([...taken].map(([number, port]) => [port, number]));
  return through.map((port) => ({ port, form: formOf(port), gatewayPort: numbers.get(port) as number }));
}

function take(taken: Map<number, EgressPort>, number: number, port: EgressPort, at: IErrorScope): void {
  const other = taken.get(number);
  if (other) {
    throw new ConfigurationError('EgressHopsMeet', {
      at,
      problem: `ports ${other.port} and ${port.port} both arrive at port ${number} of the gateway, which cannot tell them apart`,
      value: number,
    });
  }
  taken.set(number, port);
}

function preferredPort(port: EgressPort, { workload, plainHttpHop }: HopSettings): number {
  const form = formOf(port);
  const isMutualHttp = port.family === 'http' && form.serverTls !== undefined;
  if (isMutualHttp && workload.hopPort !== undefined) return workload.hopPort;
  if (isMutualHttp && plainHttpHop) return TLS_PORT;
  return form.port ?? port.port;
}

function freePort(
  port: EgressPort,
  { workload, plainHttpHop }: HopSettings,
  taken: ReadonlyMap<number, EgressPort>,
): number | undefined {
  // Clear text cannot share a port with TLS of other routes, so it is moved nowhere on its own account.
  if (formOf(port).serverTls === undefined) return undefined;
  const offered = workload.ports.map((one) => one.port).filter((one) => !RESERVED.has(one));
  return offered.find((one) => !taken.has(one) && !(plainHttpHop && one === 80));
}
